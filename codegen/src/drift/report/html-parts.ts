export const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left; }
form { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1.5rem 0; }
details { border-left: .3rem solid gray; margin: .3rem 0; padding: .2rem .8rem; }
.major { border-color: #c22; } .minor { border-color: #c80; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.spec pre { white-space: pre; overflow-x: auto; }
del, ins { text-decoration: none; } del { background: #c223; } ins { background: #2a23; }
pre { overflow: auto; white-space: pre-wrap; background: #8882; padding: .5rem; margin: 0; }
`;

/** Hides the changes that are not of what is chosen, and says how many are left. */
export const FILTER_SCRIPT = `
const form = document.querySelector("form");
const changes = [...document.querySelectorAll(".change")];
function show() {
  const wanted = [...new FormData(form)].filter(([, value]) => value !== "");
  for (const change of changes)
    change.hidden = !wanted.every(([name, value]) => change.dataset[name] === value);
  form.querySelector("output").textContent =
    changes.filter((change) => !change.hidden).length + " of " + changes.length + " changes";
}
form.addEventListener("change", show);
show();
`;
