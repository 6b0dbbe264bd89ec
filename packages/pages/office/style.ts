/** What the pages of people at work add to the one stylesheet: a wide desk with tables, and the same on a phone. */
export const officeStyle = `
.desk .top,.desk main,.desk footer{max-width:72rem}
.desk .top{border-block-end:1px solid var(--line);align-items:flex-end}
.desk .skip{position:absolute;inset-inline-start:-99rem}
.desk .skip:focus{inset-inline-start:1rem;inset-block-start:.5rem;background:var(--card);padding:.5rem 1rem;z-index:1}
.desk nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem .25rem;margin:0;padding:0}
.desk nav a{display:block;padding:.55rem .7rem;border-radius:.5rem;color:inherit;text-decoration:none}
.desk nav a:hover{background:var(--card)}
.desk nav a[aria-current]{background:var(--go);color:var(--go-ink);font-weight:600}
.desk .find{display:flex;gap:.5rem;flex:1 1 22rem;margin:0}
.desk .find input{flex:1;inline-size:100%}
.desk .find button,.desk .small{inline-size:auto;min-block-size:2.75rem;font-size:1rem;padding:.5rem 1rem}
.desk .bar{max-width:72rem;margin-inline:auto;padding:.6rem 1rem 0;display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between}
.desk .me{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;font-size:.9rem;color:var(--soft)}
.desk .me button{background:none;color:var(--go);font-size:.9rem;font-weight:400;inline-size:auto;padding:.5rem;min-block-size:2.75rem;text-decoration:underline}
.desk h1{margin-block:.5rem .25rem}
.desk .columns{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));align-items:start}
.desk .columns>*,.desk .links>*{min-inline-size:0}
.desk blockquote{margin-inline:0;padding-inline-start:.9rem;border-inline-start:3px solid var(--go)}
.desk q{color:var(--soft)}
.desk .scroll{overflow-x:auto}
.desk table{border-collapse:collapse;inline-size:100%;font-size:.95rem}
.desk th{text-align:start;color:var(--soft);font-weight:400;padding:.3rem .6rem;border-block-end:1px solid var(--line);white-space:nowrap}
.desk td{padding:.45rem .6rem;border-block-end:1px solid var(--line);vertical-align:top}
.desk tr:last-child td{border-block-end:0}
.desk .n{text-align:end;font-variant-numeric:tabular-nums}
.desk .steps{list-style:none;margin:0;padding:0}
.desk .steps li{display:grid;grid-template-columns:5.5rem 1fr;gap:0 .75rem;padding-block:.4rem;border-block-end:1px solid var(--line)}
.desk .steps li:last-child{border-block-end:0}
.desk .steps time{color:var(--soft);font-variant-numeric:tabular-nums}
.desk fieldset{border:1px solid var(--line);border-radius:.65rem;margin:0 0 .75rem;padding:.6rem .9rem .9rem}
.desk legend{font-weight:600;padding-inline:.3rem}
.desk textarea{inline-size:100%;min-block-size:4rem;font:inherit;border-radius:.65rem;border:1px solid var(--soft);background:var(--card);color:var(--ink);padding:.5rem .75rem}
.desk select{inline-size:100%}
.desk fieldset input:not([type=checkbox],[type=radio]){inline-size:100%}
.desk .row-title{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;font-size:1.1rem}
.desk .row-facts{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem}
.desk h3{font-size:1rem;margin:.75rem 0 .25rem}
.desk .card ul:not(.rows){margin:.25rem 0;padding-inline-start:1.2rem}
.desk .bars{display:block;inline-size:100%;block-size:1rem;color:var(--go)}
.desk .quiet{color:var(--soft)}
.desk .small-badge{font-size:.8rem;padding:.05rem .55rem;margin-block:.1rem;white-space:nowrap}
.desk th[scope=row]{font-weight:600;color:var(--ink);border-block-end:1px solid var(--line);vertical-align:top;padding-block:.45rem}
.desk .filter,.desk .inline{display:flex;flex-wrap:wrap;gap:.5rem}
.desk .filter input,.desk .inline input{flex:1 1 12rem}
.desk .filter select{flex:0 1 14rem;inline-size:auto}
.desk fieldset label{display:block;margin-block:.5rem}
.desk fieldset select{margin-block:.25rem}
.desk fieldset .check{display:flex}
.desk fieldset .check span{font-weight:400}
.desk tr:last-child th[scope=row]{border-block-end:0}
.desk .old{background:var(--line);color:var(--ink)}
.desk fieldset label input,.desk fieldset label select{font-weight:400}
.stations td{min-inline-size:6.5rem}
.desk .pages{display:flex;gap:1.5rem}
.map svg{inline-size:100%;block-size:auto;display:block}
.legend{list-style:none;margin:.5rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.9rem}
.legend li{display:flex;gap:.35rem;align-items:center}
.desk .legend svg{inline-size:18px}
.m{fill:var(--soft);stroke:var(--card);stroke-width:2}
.m.free{fill:var(--go)}.m.in_use{fill:var(--good);stroke:var(--go);stroke-width:3}
.m.faulted{fill:var(--stop)}.m.offline{fill:var(--bad);stroke:var(--stop);stroke-width:3}
.m.never{fill:var(--card);stroke:var(--soft);stroke-width:3}.m.closed{fill:var(--wait);stroke:var(--wait-ink);stroke-width:3}.m.unavailable{fill:var(--line);stroke:var(--soft);stroke-width:3}
.map text{fill:var(--soft);font-size:16px}.map .name{fill:var(--ink);text-anchor:middle}
.bar-line{fill:none;stroke:var(--soft);stroke-width:2}
.counts{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,9.5rem),1fr))}
.counts a,.counts div{display:block;background:var(--card);border:1px solid var(--line);border-radius:.85rem;padding:.8rem 1rem;color:inherit;text-decoration:none}
.counts a:hover{border-color:var(--go)}
.counts .bad{background:var(--bad);color:var(--bad-ink)}
.counts b{display:block;font-size:1.6rem;line-height:1.3}
.counts small{color:inherit}
@media(max-width:40rem){.map{overflow-x:auto}.desk .map>svg{min-inline-size:32rem}.map text{font-size:24px}.desk .steps li{grid-template-columns:4.2rem 1fr}.desk .find{flex-basis:100%}}
`.replaceAll("\n", "");
