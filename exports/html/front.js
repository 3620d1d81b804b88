const list = $("#laws"), laws = all("li", list), count = $("#count");
const value = (id) => $("#" + id)?.value || "";
const orders = {
  interest: () => 0,
  used: (a, b) => b.dataset.used - a.dataset.used,
  name: (a, b) => $("a", a).textContent.localeCompare($("a", b).textContent, "en"),
  found: (a, b) => a.dataset.found - b.dataset.found,
};
function filter() {
  const words = value("search").trim().toLowerCase().split(/\s+/), operation = value("operation"), theory = value("theory");
  const flags = ["named", "conditional", "basis"].filter((f) => $("#" + f)?.checked);
  let shown = 0;
  for (const law of laws) {
    const text = law.textContent.toLowerCase(), data = law.dataset;
    const hit = words.every((w) => text.includes(w)) && flags.every((f) => f in data)
      && (!operation || data.op.split(" ").includes(operation)) && (!theory || data.theory === theory);
    law.hidden = !hit;
    shown += hit;
  }
  count.textContent = shown < laws.length ? `${shown} of ${laws.length}` : "";
}
const sort = () => list.append(...laws.slice().sort(orders[value("order")]));
for (const field of all(".tools input,.tools select")) field.addEventListener("input", filter);
$("#order").addEventListener("input", sort);
// A browser that comes back to this page fills the fields in again.
addEventListener("pageshow", () => { filter(); sort(); });
const move = (by) => () => {
  const open = all("li:not([hidden])", list), i = open.indexOf(document.activeElement.closest?.("#laws li"));
  const next = open[Math.max(0, Math.min(open.length - 1, i < 0 ? 0 : i + by))];
  if (!next) return false;
  $("a", next).focus();
};
const inside = (act) => (event) => event.target.closest?.("#laws") ? act() : false;
keys.j = move(1);
keys.k = move(-1);
keys.ArrowDown = inside(keys.j);
keys.ArrowUp = inside(keys.k);
$("#search").addEventListener("keydown", (event) => {
  const first = $("li:not([hidden]) a", list);
  if (event.key === "Enter" && first) first.click();
});
