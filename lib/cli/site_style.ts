/** Fonts of the system, with those that have Chinese: nothing is fetched. */
const SANS =
  `system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "PingFang SC", "Microsoft YaHei", ` +
  `"Noto Sans CJK SC", "Noto Sans SC", sans-serif`;
const MONO =
  `ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace`;

/** The style of every page. Text has a contrast of 4.5 or more on its ground. */
export const STYLE = `
:root { color-scheme: light; --ink: #1a1a1a; --faint: #595959; --rule: #d0d0d0; --ground: #f6f7f9; --link: #005a8e; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; color: var(--ink); background: #fff; font: 17px/1.6 ${SANS}; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid #E69F00; outline-offset: 2px; }
.skip { position: absolute; left: -99em; } .skip:focus { left: 1em; top: 1em; background: #fff; padding: .5em; z-index: 2; }
header.top, main, footer { max-width: 56rem; margin: 0 auto; padding: 0 1.1rem; }
header.top { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; padding-top: .9rem; padding-bottom: .9rem; font-size: .92rem; }
header.top .home { font-weight: 700; margin-right: auto; }
h1 { font-size: 2rem; line-height: 1.25; margin: 1rem 0 .8rem; } h2 { font-size: 1.4rem; line-height: 1.3; margin: 2.6rem 0 .6rem; }
h3 { font-size: 1.12rem; margin: 1.8rem 0 .4rem; }
p, ul, ol { margin: .7rem 0; } p, li { overflow-wrap: break-word; }
code, pre { font-family: ${MONO}; font-size: .86em; } p code, li code, td code { background: var(--ground); padding: .1em .3em; border-radius: 3px; overflow-wrap: anywhere; }
pre { margin: 0; line-height: 1.5; } .text pre { overflow-x: auto; background: var(--ground); padding: .6rem .8rem; border-radius: 4px; }
.cell { margin: 1.1rem 0; }
.input { background: var(--ground); border-left: 4px solid #9db4c6; border-radius: 0 4px 4px 0; }
.input.parameters { border-left-color: #0072B2; } .input .tag { font-size: .8rem; color: var(--faint); padding: .4rem .9rem 0; }
.input pre { overflow-x: auto; padding: .6rem .9rem; }
.output { margin: .7rem 0 1.2rem; }
.scroll { overflow-x: auto; overflow-y: hidden; margin: .6rem 0; }
.scroll svg, .scroll img { display: block; max-width: none; height: auto; }
@media (min-width: 60rem) { .scroll svg, .scroll img { max-width: 100%; } }
.scroll.table, main > .text table { font-size: .9rem; }
@media (min-width: 60rem) { /* a table wider than the text takes the window's width before it scrolls */
  .scroll.table { position: relative; left: 50%; transform: translateX(-50%); width: max-content; min-width: 100%; max-width: calc(100vw - 4rem); }
}
.said { overflow-x: auto; margin: .5rem 0; } pre.stderr { color: #8a3200; white-space: pre-wrap; }
.text table { display: block; overflow-x: auto; border-collapse: collapse; margin: 1rem 0; font-size: .94rem; max-width: 100%; }
.text th, .text td { text-align: left; padding: .35em .9em .35em 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
.text img { max-width: 100%; height: auto; }
math[display="block"] { display: block; overflow-x: auto; overflow-y: hidden; padding: .3rem 0; margin: .6rem 0; max-width: 100%; }
.katex-block { overflow-x: auto; }
details { margin: .6rem 0; } summary { cursor: pointer; color: var(--link); padding: .2rem 0; }
nav.toc ol { columns: 2 20rem; padding-left: 0; list-style: none; font-size: .95rem; } nav.toc li { margin: .1rem 0; break-inside: avoid; }
.band { background: var(--ground); padding: .7rem 1rem; border-radius: 4px; font-size: .93rem; margin: 1rem 0; }
.band p { margin: .25rem 0; } .band.live { border-left: 4px solid #D55E00; } .band.recorded { border-left: 4px solid #009E73; }
footer { margin-top: 3rem; padding-top: 1rem; padding-bottom: 3rem; border-top: 1px solid var(--rule); font-size: .92rem; }
footer table { border-collapse: collapse; } footer th, footer td { text-align: left; padding: .2em 1em .2em 0; vertical-align: top; overflow-wrap: anywhere; }
footer th { font-weight: 600; white-space: nowrap; } .hash { font-family: ${MONO}; font-size: .82em; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1.4rem; padding: 0; list-style: none; }
.cards > li { border: 1px solid var(--rule); border-radius: 6px; overflow: hidden; display: flex; flex-direction: column; }
.cards .picture { height: 13rem; border-bottom: 1px solid var(--rule); background: #fff; overflow: hidden; }
.cards .picture img { width: 100%; height: 100%; object-fit: cover; object-position: left top; display: block; }
.cards .picture img.whole { object-fit: contain; object-position: center; padding: .4rem; }
.cards .body { padding: .7rem 1rem 1rem; } .cards h2 { margin: .1rem 0 .4rem; font-size: 1.15rem; } .cards ol, .cards ul { padding-left: 1.2rem; font-size: .93rem; }
.cards .more { font-size: .88rem; }
.k, .kd, .kr, .ow, .kc { color: #7a1f8a; } .s1, .s2, .sb, .sx { color: #17632c; } .c1, .cm { color: #5b6068; font-style: italic; }
.mi, .mf { color: #8a3f00; } .nb, .nx { color: #1a1a1a; } .kt { color: #00557f; }
@media print { header.top, nav.toc { display: none; } .scroll svg, .scroll img { max-width: 100%; } }
`;

/** What scrolls can be reached by the keyboard, and only while it does scroll. */
export const SCRIPT = `
(function () {
  function look() {
    document.querySelectorAll(".scroll, .said, .input pre, .text pre, .text table, math[display=block]").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0; else box.removeAttribute("tabindex");
    });
  }
  addEventListener("load", look); addEventListener("resize", look); document.addEventListener("toggle", look, true);
})();
`;
