// The search with a script: names are suggested while one types. Nothing here is needed to search.

const PAUSE = 150; // milliseconds without a key before the server is asked
const SHORTEST = 2; // letters

for (const form of document.querySelectorAll("form.find")) {
  const field = form.querySelector("input[name=q]");
  const names = form.querySelector("datalist");
  let waiting;
  let asking = new AbortController();

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    asking.abort();
    if (field.value.trim().length >= SHORTEST) waiting = setTimeout(suggest, PAUSE);
  });

  async function suggest() {
    asking = new AbortController();
    const fields = new URLSearchParams(new FormData(form));
    fields.set("format", "json");
    try {
      const answer = await fetch(`${form.action}?${fields}`, { signal: asking.signal });
      if (!answer.ok) return;
      const { results = [] } = await answer.json();
      const texts = new Set(results.map((each) => each.matches.find((one) => one.name)?.text ?? each.label));
      names.replaceChildren(...[...texts].map((text) => Object.assign(document.createElement("option"), { value: text })));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }
}
