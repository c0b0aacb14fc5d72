// The query page with a script: the same form, with an editor when it is wanted, short addresses and buttons that copy.
// Nothing here is needed to ask a question and read the answer.

const LONGEST = 7000; // characters of a query string that fit an address
const LARGEST = 2 ** 20; // characters that a short address may unfold to

const form = document.querySelector("form.query");
const field = form.querySelector("textarea");

// --- sending ---------------------------------------------------------------------------------

/** Leave out empty fields, and post what does not fit an address. */
function prepare() {
  for (const each of form.querySelectorAll("input[name=timeout], select")) each.disabled = each.value === "";
  const fields = new URLSearchParams(new FormData(form));
  form.method = fields.toString().length > LONGEST ? "post" : "get";
}

form.addEventListener("submit", prepare);
addEventListener("pageshow", () => {
  for (const each of form.querySelectorAll(":disabled")) each.disabled = false;
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

// --- short addresses: the query itself, packed, after a # that is sent to no server ----------------

async function pumped(octets, transform) {
  const stream = new Blob([octets]).stream().pipeThrough(transform);
  const pieces = [];
  let size = 0;
  for (let reader = stream.getReader(), { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value.length;
    if (size > LARGEST) throw new RangeError("unfolds to too much");
    pieces.push(value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

async function packed(text) {
  const octets = await pumped(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const characters = Array.from(octets, (each) => String.fromCharCode(each)).join("");
  return btoa(characters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

async function unpacked(name) {
  const characters = atob(name.replaceAll("-", "+").replaceAll("_", "/"));
  const octets = Uint8Array.from(characters, (each) => each.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(
    await pumped(octets, new DecompressionStream("deflate-raw")),
  );
}

/** The query of an address such as `sparql#z=…`, into the form; where it is damaged, say so and leave the form as it is. */
async function unfold() {
  const damaged = document.querySelector("[data-damaged]");
  damaged.hidden = true;
  if (!location.hash.startsWith("#z=")) return;
  try {
    put(await unpacked(location.hash.slice("#z=".length)));
  } catch {
    damaged.hidden = false;
  }
}

async function offerShort() {
  const place = document.querySelector("[data-short]");
  if (!place || typeof CompressionStream === "undefined") return;
  const address = new URL(`${form.getAttribute("action").replace(/#.*/, "")}#z=${await packed(field.value)}`, location.href);
  place.querySelector("a").href = address;
  place.querySelector("button").dataset.copy = address;
  place.hidden = false;
}

// --- copying -----------------------------------------------------------------------------------

function copier(button) {
  const text = () =>
    button.dataset.copy !== undefined
      ? new URL(button.dataset.copy, location.href).href
      : button.closest("details").querySelector("code").textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = before), 2000);
  });
  button.hidden = false;
}

// --- the editor ----------------------------------------------------------------------------------

let editor = null;

/** Put a query into the form, and into the editor where there is one. */
function put(query) {
  field.value = query;
  editor?.setValue(query);
}

async function edit() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = form.dataset.editorStyle;
  const ready = new Promise((resolve, reject) => Object.assign(sheet, { onload: resolve, onerror: reject }));
  document.head.append(sheet);
  const [{ open }] = await Promise.all([import(new URL(form.dataset.editor, location.href)), ready]);
  editor = open(form, field);
  form.querySelector("[data-use-editor]").hidden = true;
  form.querySelector("#query-help").hidden = false;
  editor.focus(); // the button that had it is gone
}

/** The editor weighs far more than the page does, so it comes when it is asked for. */
function offerEditor() {
  if (!form.dataset.editor) return;
  const button = form.querySelector("[data-use-editor]");
  button.addEventListener("click", edit, { once: true });
  button.hidden = false;
}

for (const each of document.querySelectorAll("[data-copy], [data-copy-code]")) if (navigator.clipboard) copier(each);
await unfold();
addEventListener("hashchange", unfold);
offerEditor();
offerShort();
