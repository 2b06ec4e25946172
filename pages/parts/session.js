// Called again whenever the theme changes: a background other than the one the page was drawn for
// asks for one rerun, and so does a screen narrower than the figures were drawn for. Also tells the shell the language, and keeps it for the next visit.
const told = new WeakMap()
// An open page asks by itself whether its sign-in still stands, which is no activity; when it has
// ended, the browser signs in and comes back here.
let asked = 0
async function stillHere() {
  asked = Date.now()
  const timer = { headers: { "x-kpi-timer": "1" }, cache: "no-store" }
  const answer = await fetch("/api/me", timer).catch(() => null) // away: asked again later
  if (answer?.status !== 401) return
  const here = location.pathname + location.search
  location.assign(`/auth/login?next=${encodeURIComponent(here)}`)
}
if (!window.kpiWatch) {
  window.kpiWatch = setInterval(stillHere, 15000)
  document.addEventListener("visibilitychange", () => document.hidden || stillHere())
  document.addEventListener("pointerdown", () => Date.now() - asked > 1000 && stillHere())
}
export default function ({ data, parentElement, setStateValue }) {
  const host = parentElement.querySelector("span")
  const seen = getComputedStyle(host).getPropertyValue("--st-background-color").trim().toLowerCase()
  if (seen && seen !== data.background && told.get(parentElement) !== seen) {
    told.set(parentElement, seen)
    setStateValue("background", seen)
  } else if (seen === data.background) told.delete(parentElement)
  const narrow = window.innerWidth < 640
  if (narrow !== data.narrow && told.get(host) !== narrow) {
    told.set(host, narrow)
    setStateValue("narrow", narrow)
  }
  const lang = data.language === "zh" ? "zh-CN" : data.language
  if (document.documentElement.lang !== lang) document.documentElement.lang = lang
  document.cookie = `kpi_lang=${data.language}; path=/; max-age=31536000; SameSite=Lax`
}
