// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/web_look.hpp"

#include "autodiscover/base/digest.hpp"

namespace autodiscover {

// Every pair of colours below has a contrast of 4.5 or more, the borders of fields and the focus ring of 3
// (WCAG 2.2, 1.4.3 and 1.4.11); axe-core checks it in the test with a real browser. Without "<": see
// HtmlWriter.
const std::string_view web_style = R"(
:root{color-scheme:light dark;--page:#f4f6f8;--card:#fff;--text:#1a1d21;--soft:#515962;--line:#dde2e8;
--field:#757f8a;--link:#0b57d0;--bad:#b3261e;--bad-card:#fdf1f0}
@media(prefers-color-scheme:dark){:root{--page:#121518;--card:#1c2025;--text:#e8eaed;--soft:#a9b2bb;--line:#333a42;
--field:#7f8994;--link:#8ab4f8;--bad:#ffb4ab;--bad-card:#33201f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,
"Helvetica Neue","Liberation Sans",Arial,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:44rem;margin:0 auto;padding:0 1rem}
header{display:flex;align-items:center;gap:.75rem;padding-top:1.75rem;padding-bottom:.5rem}
header p{margin:0;font-weight:600;font-size:1.05rem}
header img{display:block;height:2.5rem;max-width:12rem;object-fit:contain}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.25rem);line-height:1.2;letter-spacing:-.015em;margin:1.25rem 0 1rem}
h2{font-size:1.25rem;line-height:1.3;margin:0 0 .75rem}
p{margin:0 0 .75rem}
p:last-child{margin-bottom:0}
.lead,.soft,.hint{color:var(--soft)}
.lead{font-size:1.1rem;margin-bottom:1.5rem}
.hint,.soft{font-size:.925rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.5rem;margin:0 0 1.25rem}
label{display:block;font-weight:600;margin-bottom:.4rem}
.row{display:flex;gap:.75rem;margin-bottom:.75rem}
input{flex:1;min-width:0;font:inherit;color:inherit;background:var(--card);border:1px solid var(--field);
border-radius:.65rem;padding:.7rem .9rem;min-height:3rem}
input[aria-invalid]{border:2px solid var(--bad)}
.error{margin-bottom:.6rem;color:var(--bad);background:var(--bad-card);border-radius:.65rem;padding:.6rem .9rem;font-weight:600}
.button{display:inline-block;font:inherit;font-weight:600;line-height:1.3;text-align:center;text-decoration:none;
cursor:pointer;color:var(--on-accent);background:var(--accent);border:1px solid transparent;border-radius:.65rem;
padding:.8rem 1.4rem;min-height:3rem}
.button:hover{filter:brightness(1.08)}
.big{font-size:1.1rem;padding:1rem 1.6rem;margin:.25rem 0 .75rem}
a{color:var(--link);text-underline-offset:.15em}
a.button{color:var(--on-accent)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.apple{display:grid;grid-template-columns:1fr auto;gap:1.5rem;align-items:start}
figure{margin:0;width:12rem;text-align:center}
svg{display:block;width:12rem;height:12rem;border-radius:.65rem;border:1px solid var(--line)}
figcaption{margin-top:.6rem;font-size:.875rem;line-height:1.45;color:var(--soft)}
dl{margin:0}
dt{font-weight:600}
dd{margin:0 0 .85rem;color:var(--soft)}
dd:last-child{margin-bottom:0}
table{width:100%;border-collapse:collapse;margin:1.25rem 0 0}
caption{text-align:left;font-weight:600;padding-bottom:.35rem}
caption span{display:block;font-weight:400;font-size:.925rem;color:var(--soft)}
th,td{text-align:left;vertical-align:top;padding:.5rem 0;border-top:1px solid var(--line)}
th{width:34%;font-weight:400;color:var(--soft);padding-right:1rem}
td{font-weight:500}
td div{display:flex;align-items:flex-start;justify-content:space-between;gap:.75rem}
.copy{flex:none;font:inherit;font-size:.85rem;line-height:1.4;font-weight:500;color:var(--link);background:transparent;
border:1px solid var(--line);border-radius:.5rem;padding:.15rem .65rem;min-height:1.75rem;cursor:pointer}
.copy:hover{border-color:var(--field)}
ul{margin:0;padding:0;list-style:none}
.links li{padding:.3rem 0}
footer{padding-bottom:2.5rem}
.languages{display:flex;flex-wrap:wrap;gap:.15rem;margin:.5rem -.5rem 0}
.languages button{font:inherit;font-size:.875rem;color:var(--soft);background:none;border:1px solid transparent;
border-radius:.5rem;padding:.3rem .5rem;min-height:2.25rem;cursor:pointer;text-decoration:underline;
text-underline-offset:.2em}
.languages button[aria-current]{color:var(--text);font-weight:600;text-decoration:none;border-color:var(--line);
background:var(--card)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(max-width:36rem){.card{padding:1.15rem}.row{flex-direction:column}.button{width:100%}.big{padding:.9rem 1rem}
.apple{grid-template-columns:1fr}figure{margin:0 auto}table,tbody,tr,th,td{display:block;width:100%}caption{display:block}
tr{border-top:1px solid var(--line);padding:.5rem 0}th,td{border:0;padding:0;font-size:1rem}th{font-size:.875rem}}
@media(prefers-reduced-motion:no-preference){.button,.copy{transition:filter .15s,border-color .15s}}
@media print{.copy,form,footer{display:none}.card{break-inside:avoid}}
)";

const std::string_view web_script = R"(
(function(){
var live=document.getElementById("live");
if(!navigator.clipboard||!live)return;
document.querySelectorAll(".value").forEach(function(value){
var button=document.createElement("button"),word=document.createTextNode(live.dataset.copy),rest=document.createElement("span");
button.type="button";
button.className="copy";
rest.className="unseen";
rest.textContent=" "+value.textContent;
button.append(word,rest);
button.addEventListener("click",function(){
navigator.clipboard.writeText(value.textContent).then(function(){
word.data=live.dataset.copied;
live.textContent=live.dataset.copied+" "+value.textContent;
setTimeout(function(){word.data=live.dataset.copy;live.textContent="";},2000);
});
});
value.after(button);
});
})();
)";

const std::string_view web_icon =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' "
    "height='16' rx='4' fill='%230b57d0'/%3E%3Cpath d='M3 5h10v6.5H3zl5 4 5-4' fill='none' stroke='%23fff' "
    "stroke-linejoin='round'/%3E%3C/svg%3E";

namespace {

void add_colour(std::string& css, Colour accent) {
    css.append(":root{--accent:").append(to_string(accent).view());
    css.append(";--on-accent:").append(to_string(text_colour_on(accent)).view()).append("}");
}

std::string hash_of(std::string_view content) {
    return std::string(" 'sha256-").append(base64(sha256(content)).view()).append("'");
}

} // namespace

std::string web_colours(const WebPolicy& web) {
    std::string css;
    add_colour(css, web.accent);
    css.append("@media(prefers-color-scheme:dark){");
    add_colour(css, web.accent_dark);
    return css.append("}");
}

std::string content_security_policy(const WebPolicy& web, std::string_view colours, bool with_script) {
    static const std::string style = hash_of(web_style);
    static const std::string script = hash_of(web_script);
    std::string policy = "default-src 'none'; style-src" + style + hash_of(colours);
    if (with_script) {
        policy.append("; script-src").append(script);
    }
    policy.append("; img-src data:");
    if (web.logo) {
        policy.append(" ").append(web.logo->origin());
    }
    return policy.append("; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
}

} // namespace autodiscover
