const $ = (s, e = document) => e.querySelector(s);
const all = (s, e = document) => [...e.querySelectorAll(s)];
const named = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
document.documentElement.classList.add("js");
const status = $("#status");
const say = (text) => { if (status) status.textContent = text; };
const save = (text, type, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  say(`Saved ${name}`);
};
const unpack = (data) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};
// Without this script a link saves the packed file, with it the file itself.
for (const link of all("a[href^='data:application/gzip']")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    save(await unpack(link.href.split(",")[1]), "text/plain", link.download.replace(/\.gz$/, ""));
  });
}
// Keys: a part adds to this table; a function that returns false leaves the key to the browser.
const follow = (link) => link ? link.click() : false;
const keys = {
  "?": () => { const list = $("#keys"); if (!list) return false; list.open = !list.open; list.scrollIntoView({ block: "nearest" }); },
  "/": () => { const field = $("#search"); if (!field) return false; field.focus(); field.select(); },
  i: () => follow($("#index")),
  p: () => follow($("a[rel=prev]")),
  n: () => follow($("a[rel=next]")),
};
keys["["] = keys.p;
keys["]"] = keys.n;
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const field = event.target;
  if (/^(input|textarea|select)$/.test(field.localName) && field.type !== "checkbox") {
    if (event.key === "Escape") {
      if (field.value && field.type === "search") { field.value = ""; field.dispatchEvent(new Event("input")); }
      field.blur();
    }
    return;
  }
  const act = Object.hasOwn(keys, event.key) && keys[event.key];
  if (act && act(event) !== false) event.preventDefault();
});
