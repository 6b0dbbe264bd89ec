/**
 * The one stylesheet of all pages: mobile first, readable at 320 px, right to left by logical properties, contrast of WCAG
 * AA in light and dark. It is written into each page and allowed by its hash, so a first view is one request.
 */
export const styleSheet = `
:root{color-scheme:light dark;--ground:#f3f5f4;--card:#fff;--ink:#16211d;--soft:#51605a;--line:#d8dfdb;--go:#0b6148;--go-ink:#fff;--stop:#a11d1d;--stop-ink:#fff;--good:#e0f2ea;--good-ink:#0b5540;--wait:#fdf1d3;--wait-ink:#6b4a00;--bad:#fde6e4;--bad-ink:#8c1a16}
@media(prefers-color-scheme:dark){:root{--ground:#0f1513;--card:#18211e;--ink:#eef4f1;--soft:#a9b8b1;--line:#33413b;--go:#4cc79c;--go-ink:#06231a;--stop:#f08c86;--stop-ink:#2b0705;--good:#123a2d;--good-ink:#9fe6cb;--wait:#3d300d;--wait-ink:#f6d98c;--bad:#431816;--bad-ink:#ffc0ba}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif;-webkit-text-size-adjust:100%;overflow-wrap:break-word}
:lang(ar){line-height:1.7}
.top,main,footer{max-width:34rem;margin-inline:auto;padding-inline:1rem}
.wide h2::first-letter{text-transform:uppercase}
.wide main,.wide .top,.wide footer{max-width:60rem}
.top{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;align-items:center;padding-block:.5rem}
.brand{font-weight:700;display:flex;align-items:center;gap:.4rem}
.brand svg{flex:none}
.langs{display:flex}
.langs a,.langs b{padding:.65rem .5rem;font-size:.9rem}
.langs a{color:var(--soft)}
main{display:grid;gap:.75rem;padding-block:.25rem 1rem}
main>*{min-inline-size:0;margin:0}
.card{background:var(--card);border:1px solid var(--line);border-radius:.85rem;padding:1rem}
.card>:first-child{margin-block-start:0}.card>:last-child{margin-block-end:0}
h1{font-size:1.45rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1rem;margin:0 0 .4rem}
p{margin:.4rem 0}
a{color:var(--go)}
small,.soft{color:var(--soft);font-size:.9rem}
.plate{display:flex;flex-wrap:wrap;gap:.5rem;margin-block:.75rem .25rem}
.plate span{border:2px solid var(--ink);border-radius:.5rem;padding:.15rem .6rem;font-weight:600}
.plate small{font-weight:400}
.badge{display:inline-block;border-radius:1rem;padding:.15rem .75rem;font-weight:600;font-size:.95rem}
.good{background:var(--good);color:var(--good-ink)}
.wait{background:var(--wait);color:var(--wait-ink)}
.bad{background:var(--bad);color:var(--bad-ink)}
.note{border-radius:.85rem;padding:.85rem 1rem}
.note p:first-child{margin-block-start:0}.note p:last-child{margin-block-end:0}
.terms{margin-block:.6rem}
.terms h3{font-size:.95rem;font-weight:400;color:var(--soft);margin:0}
.terms ul{list-style:none;margin:0;padding:0}
.terms li{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;align-items:baseline;padding-block:.2rem}
.terms li+li{border-block-start:1px solid var(--line)}
.terms b{font-size:1.2rem}
.terms span+span{margin-inline-start:auto}
.terms small+small{white-space:nowrap}
.terms p{margin:.1rem 0}
.terms .now{background:var(--good);color:var(--good-ink);border-radius:1rem;padding:0 .5rem;font-size:.85rem}
.price{font-size:1.25rem;margin:.15rem 0}
.price small{font-size:.95rem}
dl{margin:0;display:grid;gap:.45rem}
dl>div{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between;align-items:baseline;border-block-end:1px solid var(--line);padding-block-end:.4rem}
dl>div:last-child{border-block-end:0;padding-block-end:0}
dt{color:var(--soft)}
dd{margin:0;margin-inline-start:auto;font-weight:600;text-align:end}
dd small{font-weight:400}
.told{text-align:start;margin:0;font-weight:400;flex:1 1 20rem;max-inline-size:36rem}
dt small{display:block}
dt small bdi{display:inline-block}
.sum{font-size:1.15rem}
.sum dt{color:var(--ink);font-weight:600}
.figure{font-size:1.7rem;line-height:1.2;font-weight:700;margin:0;white-space:nowrap}
.pair{display:flex;flex-wrap:wrap;gap:.5rem 1.75rem;margin-block-end:.5rem}
.pair p{margin:0}
progress{inline-size:100%;block-size:.75rem;accent-color:var(--go)}
label{font-weight:600}
label small{font-weight:400}
.field{display:flex;gap:.5rem;margin-block:.25rem .75rem}
input,select,button,.button{font:inherit;min-block-size:3rem;border-radius:.65rem}
input,select{background:var(--card);color:var(--ink);border:1px solid var(--soft);padding:.5rem .75rem;min-inline-size:0}
.field input{flex:1;inline-size:100%}
.field input[type=email]{direction:ltr}
input[type=file]{max-inline-size:100%;inline-size:100%}
summary{font-weight:600;min-block-size:2.75rem;display:list-item;padding-block:.6rem;cursor:pointer}
.check{display:flex;gap:.75rem;align-items:center;min-block-size:3rem}
.check input{inline-size:1.6rem;block-size:1.6rem;min-block-size:0;flex:none;accent-color:var(--go)}
button,.button{display:block;inline-size:100%;border:0;background:var(--go);color:var(--go-ink);font-size:1.15rem;font-weight:700;padding:.85rem 1rem;text-align:center;text-decoration:none;cursor:pointer}
.stop{background:var(--stop);color:var(--stop-ink)}
.plain{background:none;color:var(--go);border:2px solid var(--go)}
:focus-visible{outline:3px solid var(--go);outline-offset:2px}
.rows{list-style:none;margin:0;padding:0;display:grid;gap:.5rem}
.rows a{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1rem;align-items:center;min-block-size:3rem;padding:.4rem .75rem;border:1px solid var(--line);border-radius:.65rem;color:inherit;text-decoration:none}
.links{display:grid;gap:.5rem}
code{font:.85rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
footer{padding-block:.25rem 2rem;color:var(--soft);font-size:.9rem}
footer p{margin:.25rem 0}
footer a{display:inline-block;padding-block:.4rem}
@media print{body{background:#fff;color:#000}.langs,.links,.card form{display:none}.card{border:0;padding:0}}
`.replaceAll("\n", "");
