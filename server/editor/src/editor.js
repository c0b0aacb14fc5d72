// The query editor: YASQE, told what this data set has to offer, and kept to this server.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";

/** One answer tells prefixes, classes and properties: from the VoID description, where there is one. */
const VOCABULARY = `
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT DISTINCT ?kind ?iri ?name WHERE {
  { [] sh:prefix ?name ; sh:namespace ?space . BIND("prefix" AS ?kind) BIND(STR(?space) AS ?iri) }
  UNION { [] void:class ?iri . BIND("class" AS ?kind) }
  UNION { [] void:property ?iri . BIND("property" AS ?kind) }
} LIMIT 5000`;

/** What is in use, where nothing describes it. */
const IN_USE = {
  class: "SELECT DISTINCT ?iri WHERE { [] a ?iri } LIMIT 500",
  property: "SELECT DISTINCT ?iri WHERE { [] ?iri [] } LIMIT 500",
};

async function ask(form, query) {
  const endpoint = form.getAttribute("action").replace(/#.*/, "");
  const response = await fetch(`${endpoint}?${new URLSearchParams({ query })}`, {
    headers: { Accept: "application/sparql-results+json" },
  });
  if (!response.ok) throw new Error(`${response.status} from ${endpoint}`);
  return (await response.json()).results.bindings;
}

/** The names to complete: `prefix` as lines of a prologue, `class` and `property` as IRIs. */
async function vocabulary(form) {
  const found = { prefix: new Set(), class: new Set(), property: new Set() };
  for (const { kind, iri, name } of await ask(form, VOCABULARY)) {
    found[kind.value].add(kind.value === "prefix" ? `${name.value}: <${iri.value}>` : iri.value);
  }
  for (const [kind, query] of Object.entries(IN_USE)) {
    if (found[kind].size) continue;
    for (const { iri } of await ask(form, query)) found[kind].add(iri.value);
  }
  return Object.fromEntries(Object.entries(found).map(([kind, names]) => [kind, [...names].sort()]));
}

/** The completers of YASQE, which would ask lov.linkeddata.es and keep what they hear, with our words instead. */
function teach(words) {
  const taught = { class: "class", property: "property", prefixes: "prefix" };
  for (const [completer, kind] of Object.entries(taught)) {
    const get = () => words.then((found) => found[kind]);
    Yasqe.forkAutocompleter(completer, { name: completer, get, bulk: true, autoShow: true, persistenceId: null }, false);
  }
  return ["variables", ...Object.keys(taught)];
}

/** Mark the first line that cannot be read. YASQE's own mark has a style in its markup, which our policy refuses. */
Yasqe.prototype.checkSyntax = function () {
  this.clearGutter("gutterErrorBar");
  for (let line = 0; line < this.getDoc().lineCount(); line += 1) {
    const { state } = this.getTokenAt({ line, ch: this.getDoc().getLine(line).length }, true);
    if (state.OK !== false) continue;
    const mark = document.createElement("span");
    mark.className = "unreadable";
    mark.textContent = "!";
    mark.title = state.errorMsg || (state.possibleCurrent ?? []).join(" ");
    this.setGutterMarker(line, "gutterErrorBar", mark);
    return;
  }
};

/** An editor in the place of the field; what is written goes into the form that sends it. */
export function open(form, field) {
  const words = vocabulary(form).catch((error) => {
    console.info("Names cannot be completed:", error.message);
    return { prefix: [], class: [], property: [] };
  });
  const place = document.createElement("div");
  place.className = "editor";
  field.after(place);
  const run = () => form.requestSubmit();
  const editor = new Yasqe(place, {
    value: field.value,
    autocompleters: teach(words),
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": () => {}, Tab: false, "Shift-Tab": false },
  });
  const input = editor.getInputField();
  input.setAttribute("aria-label", form.querySelector("label[for=query]").textContent);
  input.setAttribute("aria-describedby", field.getAttribute("aria-describedby"));
  field.required = false; // a hidden field cannot tell that it is empty
  field.hidden = true;
  editor.on("change", () => (field.value = editor.getValue()));
  form.querySelector("label[for=query]").addEventListener("click", () => editor.focus());
  editor.refresh();
  return editor;
}
