// Type as large as everything still fits, for the large screen; it stands in front of present.js.
const LARGEST = 1.6, SMALLEST = 0.9, FINE = 0.04 // of the type, against its usual size
// a name with a hyphen stays in one piece: Sub-district
const joined = part => typeof part === "string" ? part.replace(/\b-\b/g, "-\u2060") : part
const node = (tag, name, ...inside) => {
  const made = document.createElement(tag)
  if (name) made.className = name
  made.append(...inside.filter(part => part !== undefined && part !== "").map(joined))
  return made
}

const tall = pane => pane.scrollHeight > pane.clientHeight + 1
const wide = pane => pane.scrollWidth > pane.clientWidth + 1

function measure(pane) {
  // columns as wide as their widest text, in its own size, so that they scale with it
  const range = document.createRange()
  pane.classList.add("measured")
  for (const name of ["rank", "score", "badge", "moved", "value", "name", "more"]) {
    const wants = [...pane.querySelectorAll(`.${name}`)].map(text => {
      range.selectNodeContents(text)
      return range.getBoundingClientRect().width / parseFloat(getComputedStyle(text).fontSize)
    })
    pane.style.setProperty(`--${name}`, Math.max(0, ...wants) + 0.15)
  }
  pane.classList.remove("measured")
}

function fit(root, words) {
  // the largest type with which everything stays; the figures beneath give way first, then rows
  const panes = [...root.querySelectorAll(".pane")]
  const set = k => panes.forEach(pane => pane.style.setProperty("--k", k))
  // a name on two lines is no gain over a smaller one
  const broken = pane => [...pane.querySelectorAll(".name")].some(name =>
    name.offsetHeight > 2.2 * parseFloat(getComputedStyle(name).fontSize))
  const fits = k => (set(k), !panes.some(pane => tall(pane) || wide(pane) || (k > 1 && broken(pane))))
  panes.forEach(pane => pane.querySelectorAll(".gap").forEach(gap => gap.remove()))
  panes.forEach(pane => pane.querySelectorAll("li").forEach(row => (row.hidden = false)))
  set(1)
  root.classList.remove("tight")
  panes.forEach(measure)
  const under = root.querySelector(".tiled")
  if (under) under.hidden = false
  root.classList.add("calm") // what is said of a unit under its name, where there is room for it
  if (under && !fits(1)) under.hidden = true
  if (!fits(1)) root.classList.remove("calm")
  if (!panes.length || fits(LARGEST)) return
  let low = SMALLEST, high = LARGEST
  root.classList.toggle("tight", !fits(low)) // what every row says again goes before any row
  if (!fits(low)) return panes.forEach(pane => shorten(pane, words))
  while (high - low > FINE) {
    const k = (low + high) / 2
    if (fits(k)) low = k
    else high = k
  }
  set(low)
}

function shorten(pane, words) {
  // rows go from the middle, so that both ends stay: who leads and who lags is always shown
  const rows = [...pane.querySelectorAll("ol > li")]
  const gap = node("li", "gap")
  for (let kept = rows.length - 1; kept >= 2 && tall(pane); kept--) {
    const front = Math.ceil(kept / 2)
    rows.forEach((row, i) => (row.hidden = i >= front && i < rows.length - kept + front))
    gap.textContent = words.more.replace("{n}", rows.length - kept)
    rows[front].before(gap)
  }
}
