// One step of a person is one step back in the browser. Streamlit makes an entry for every code
// that a run writes into the address (16 on the first page), so that Back seemed to do nothing:
// what is written without anybody having touched the page since replaces the entry.
const push = history.pushState.bind(history)
let touched = false
history.pushState = (state, title, url) => {
  const stays = url === undefined || new URL(url, location.href).href === location.href
  if (!touched || stays) return history.replaceState(state, title, url)
  touched = false
  push(state, title, url)
}
for (const kind of ["pointerdown", "keydown"])
  addEventListener(kind, event => { touched ||= event.isTrusted }, true)
addEventListener("popstate", () => { touched = false }, true)
