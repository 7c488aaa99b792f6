"use strict";
// Filters of the report. Without this script everything is shown, and nothing is lost.
(() => {
  const form = document.getElementById("filters");

  // what is folded away is printed, too
  const folded = () => document.querySelectorAll("details:not([open])");
  let opened = [];
  addEventListener("beforeprint", () => {
    opened.push(...folded());
    opened.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((one) => { one.open = false; });
    opened = [];
  });

  if (!form) return;

  // "ngay" finds "ngày", as people type it
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
  const packages = [...document.querySelectorAll(".package")].map((element) => ({
    element,
    file: element.dataset.file,
    name: plain(element.querySelector("h3").textContent),
    findings: [...element.querySelectorAll(".finding")].map((finding) => ({
      element: finding,
      ...finding.dataset,
      text: plain(finding.textContent),
    })),
  }));
  const all = packages.reduce((sum, one) => sum + one.findings.length, 0);
  const output = document.getElementById("shown");
  const nothing = document.getElementById("nothing");

  const apply = () => {
    const wanted = new FormData(form);
    const severities = new Set(wanted.getAll("severity"));
    const [rule, file, waived] = ["rule", "file", "waived"].map((name) => wanted.get(name));
    const words = plain(wanted.get("text")).split(/\s+/).filter(Boolean);
    const everything = severities.size === 3 && !rule && !waived && !words.length;
    let shown = 0;
    let left = 0;
    for (const one of packages) {
      const here = !file || one.file === file;
      let some = 0;
      for (const finding of one.findings) {
        const fits = here
          && severities.has(finding.severity)
          && (!rule || finding.rule === rule)
          && (!waived || finding.waived === waived)
          && words.every((word) => finding.text.includes(word) || one.name.includes(word));
        finding.element.hidden = !fits;
        some += fits ? 1 : 0;
      }
      one.element.hidden = !here || !(some || everything);
      left += one.element.hidden ? 0 : 1;
      shown += some;
    }
    nothing.hidden = left > 0;
    output.textContent = [shown, all].reduce((said, count) => said.replace("%s", count), output.dataset.said);
  };

  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.hidden = false;
  apply();
})();
