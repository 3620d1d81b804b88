const name = document.body.dataset.name;
const source = (id) => document.getElementById(id).dataset.source || document.getElementById(id).textContent;
for (const button of all("button[data-copy]")) button.addEventListener("click", () => copy(source(button.dataset.copy)));
const saving = {
  "save-json": async () => save(await unpack($("#cert").textContent), "application/json", `${name}.json`),
  "save-sql": () => save(source("script"), "application/sql", `${name}.sql`),
};
for (const button of all("button[id]")) button.addEventListener("click", saving[button.id]);
// Rows that differ, one after the other.
const marked = all("tr.only");
const step = (by) => {
  if (!marked.length) return false;
  const here = marked.indexOf(document.activeElement);
  const next = marked[(here + by + marked.length) % marked.length] || marked[0];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  say(`Difference ${marked.indexOf(next) + 1} of ${marked.length}`);
};
keys.j = () => step(1);
keys.k = () => step(-1);
