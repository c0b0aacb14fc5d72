// The query editor: YASQE, told what this data set has to offer, and kept to this server.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";

/** One answer tells prefixes, classes and properties: from the VoID description, where there is one. */
const VOCABULARY = `
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?kind ?iri ?name WHERE {
  { [] sh:prefix ?name ; sh:namespace ?space . BIND("prefix" AS ?kind) BIND(STR(?space) AS ?iri) }
  UNION { [] void:class ?iri . BIND("class" AS ?kind) OPTIONAL { ?iri rdfs:label ?name } }
  UNION { [] void:property ?iri . BIND("property" AS ?kind) OPTIONAL { ?iri rdfs:label ?name } }
} LIMIT 5000`;

/** What is in use, where nothing describes it. */
const inUse = (kind, pattern) => `
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ("${kind}" AS ?kind) ?iri ?name WHERE {
  { SELECT DISTINCT ?iri WHERE { ${pattern} } LIMIT 500 } OPTIONAL { ?iri rdfs:label ?name }
} LIMIT 5000`;
const IN_USE = { class: inUse("class", "[] a ?iri"), property: inUse("property", "[] ?iri []") };

const SHOWN = 100;

async function ask(form, query) {
  const endpoint = form.getAttribute("action").replace(/#.*/, "");
  const response = await fetch(`${endpoint}?${new URLSearchParams({ query })}`, {
    headers: { Accept: "application/sparql-results+json" },
  });
  if (!response.ok) throw new Error(`${response.status} from ${endpoint}`);
  return (await response.json()).results.bindings;
}

/** The names to complete: `prefix` from names to namespaces, `class` and `property` from IRIs to labels by language. */
async function vocabulary(form) {
  const found = { prefix: new Map(), class: new Map(), property: new Map() };
  const add = ({ kind, iri, name }) => {
    if (kind.value === "prefix") return found.prefix.set(name.value, iri.value);
    const labels = found[kind.value].get(iri.value) ?? new Map();
    if (name) labels.set(name["xml:lang"] ?? "", name.value);
    return found[kind.value].set(iri.value, labels);
  };
  (await ask(form, VOCABULARY)).forEach(add);
  for (const [kind, query] of Object.entries(IN_USE)) if (!found[kind].size) (await ask(form, query)).forEach(add);
  return found;
}

/** The name of an IRI as a query writes it: with a prefix that this data set declares, else in full. */
function written(prefixes, iri) {
  for (const [name, space] of prefixes) {
    if (iri.startsWith(space) && /^[A-Za-z_][\w-]*$/.test(iri.slice(space.length))) return `${name}:${iri.slice(space.length)}`;
  }
  return `<${iri}>`;
}

/** IRIs that begin as was typed; else, for a bare word, those with a label or a local name that holds it. */
function matching(words, token) {
  const typed = token.autocompletionString ?? token.string;
  const first = [...words.keys()].filter((iri) => iri.startsWith(typed));
  const word = /^[^\s:<>"?$]+$/.test(token.string) ? token.string.toLowerCase() : null;
  const said = ([iri, labels]) => [iri.replace(/.*[/#]/, ""), ...labels.values()].join("\n").toLowerCase();
  const second = word ? [...words].filter((each) => said(each).includes(word)).map(([iri]) => iri) : [];
  return [...new Set([...first.sort(), ...second.sort()])].slice(0, SHOWN);
}

/** The completers of YASQE, which would ask lov.linkeddata.es and keep what they hear, with our words instead. */
function teach(found) {
  const language = document.documentElement.lang;
  for (const kind of ["class", "property"]) {
    const told = (iri) => {
      const labels = found[kind].get(iri) ?? new Map();
      return labels.get(language) ?? labels.values().next().value ?? "";
    };
    Yasqe.forkAutocompleter(kind, {
      name: kind,
      get: (_, token) => matching(found[kind], token),
      postProcessSuggestion: (_, token, iri) => iri,
      postprocessHints: (_, hints) => hints.map((hint) => {
        const name = written(found.prefix, hint.text);
        return { ...hint, text: name, displayText: [name, told(hint.text)].filter(Boolean).join("  ") };
      }),
      autoShow: true,
      persistenceId: null,
    }, false);
  }
  const prologue = [...found.prefix].map(([name, space]) => `${name}: <${space}>`).sort();
  Yasqe.forkAutocompleter("prefixes", { name: "prefixes", get: () => prologue, persistenceId: null }, false);
  return ["variables", "prefixes", "class", "property"];
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

/** Declare a prefix once: YASQE hears of a completed name twice before it has declared its prefix. */
const declare = Yasqe.prototype.addPrefixes;
Yasqe.prototype.addPrefixes = function (line) {
  const name = typeof line === "string" ? line.split(":", 1)[0] : null;
  const declared = [...this.getValue().matchAll(/^\s*PREFIX\s+([^\s:]*):/gim)].map((each) => each[1]);
  if (name === null || !declared.includes(name)) declare.call(this, line);
};

/** An editor in the place of the field; what is written goes into the form that sends it. */
export function open(form, field) {
  const place = document.createElement("div");
  place.className = "editor";
  field.after(place);
  const run = () => form.requestSubmit();
  const editor = new Yasqe(place, {
    value: field.value,
    autocompleters: [],
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
  vocabulary(form)
    .then((found) => teach(found).forEach((each) => editor.enableCompleter(each)))
    .catch((error) => console.info("Names cannot be completed:", error.message));
  return editor;
}
