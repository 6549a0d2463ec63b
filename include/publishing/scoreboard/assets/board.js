// Sorts and filters the grid, turns dates into English ones and says how much time is left. Remembers nothing: a page
// that is opened again is as it was made, and without this script it is whole.
"use strict";
document.documentElement.classList.add("script");

// Nothing is shown before the fonts are there, a moment later, so that nothing moves once it is seen.
const show = () => document.documentElement.classList.add("ready");
setTimeout(show, 1500);

document.addEventListener("DOMContentLoaded", () => {
  const grid = document.querySelector(".grid");
  if (grid) {
    const body = grid.tBodies[0];
    sorting(grid, body);
    searching(body);
  }
  dates();
  timeLeft();
  Promise.allSettled(["400 1rem Sarabun", "600 1rem Sarabun"].map((font) => document.fonts.load(font, "ก"))).then(show);
  setInterval(timeLeft, 30000);
});

// A row that is shown as a card is still a row to whoever listens.
function keepRoles(grid) {
  const roles = { TABLE: "table", TBODY: "rowgroup", THEAD: "rowgroup", TR: "row", TD: "cell" };
  for (const element of [grid, ...grid.querySelectorAll("thead, tbody, tr, td")]) element.setAttribute("role", roles[element.tagName]);
  for (const head of grid.querySelectorAll("th")) head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
}

function sorting(grid, body) {
  keepRoles(grid);
  const heads = [...grid.tHead.rows[0].cells];
  const choice = document.querySelector(".sorting select");
  const best = heads.map((head) => !head.matches(".rank, .name") && head.cellIndex !== 2);
  const value = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.v ?? cell.textContent.trim();
    const number = Number(text);
    return text === "" || Number.isNaN(number) ? text : number;
  };
  const sort = (column, falling) => {
    const rows = [...body.rows];
    rows.sort((one, other) => {
      const a = value(one, column), b = value(other, column);
      const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "th");
      return (falling ? -order : order) || value(one, 0) - value(other, 0) || one.dataset.code.localeCompare(other.dataset.code);
    });
    body.append(...rows);
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[column].setAttribute("aria-sort", falling ? "descending" : "ascending");
    choice.value = column;
  };
  heads.forEach((head, column) => {
    const name = [...head.childNodes].map((node) => node.textContent).join(" ").trim();
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const sorted = head.getAttribute("aria-sort");
      sort(column, sorted ? sorted === "ascending" : best[column]);
    });
    head.append(button);
    choice.append(new Option(name, column));
  });
  choice.addEventListener("change", () => sort(Number(choice.value), best[choice.value]));
}

function searching(body) {
  const input = document.querySelector(".search input");
  const found = document.querySelector(".found");
  const rows = [...body.rows];
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLocaleLowerCase();
    let shown = 0;
    for (const row of rows) {
      const text = `${row.querySelector("th").textContent} ${row.dataset.code}`.toLocaleLowerCase();
      row.hidden = !text.includes(wanted);
      shown += !row.hidden;
    }
    found.textContent = wanted ? `พบ ${shown} จาก ${rows.length} อำเภอ` : "";
  });
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

// The moments are written in Bangkok's time: what stands in `datetime` is what is shown, wherever the reader is.
function english(time) {
  const [, year, month, day, clock] = time.dateTime.match(/^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d))?)?)?/);
  const name = month && MONTHS[month - 1];
  if (!month) return year;
  if (!day) return time.className === "short" ? `${name.slice(0, 3)} ${year}` : `${name} ${year}`;
  return `${Number(day)} ${name} ${year}${clock ? `, ${clock}` : ""}`;
}

function dates() {
  const thai = new Map([...document.querySelectorAll("time")].map((time) => [time, time.textContent]));
  const buttons = [...document.querySelectorAll("[data-dates]")];
  for (const button of buttons)
    button.addEventListener("click", () => {
      const inEnglish = button.dataset.dates === "en";
      for (const [time, text] of thai) {
        time.textContent = inEnglish ? english(time) : text;
        time.lang = inEnglish ? "en" : "th";
      }
      for (const other of buttons) other.setAttribute("aria-pressed", other === button);
    });
}

function timeLeft() {
  for (const left of document.querySelectorAll("[data-due]")) {
    const minutes = Math.floor((new Date(left.dataset.due) - new Date()) / 60000);
    const days = Math.floor(minutes / 1440), hours = Math.floor((minutes % 1440) / 60);
    left.classList.toggle("over", minutes < 0);
    left.textContent = minutes < 0 ? "ขณะนี้พ้นกำหนดแล้ว" : days ? `เหลือ ${days} วัน ${hours} ชั่วโมง` : `เหลือ ${hours} ชั่วโมง ${minutes % 60} นาที`;
  }
}
