import { examine } from "/work/main/src/simulation/verdict.ts";
import { lanes } from "/work/main/src/lanes/index.ts";
const c=JSON.parse(process.argv[2]!); c.target={agent:"pi",provider:"openai",model:"gpt-5.4",wireApi:"openai-responses"}; c.picks=[];
const r=await examine(c,{lane:lanes.find(l=>l.name===c.lane)!,traced:true});
for (const s of r.run.steps) if(!/^gate|kernel/.test(s.actor)) console.log(s.atMs, s.actor, s.label.slice(0,140));
for (const e of r.evidence.events) { const {seq,atMs,wallMs,...b}=e as any; if(!/session-|phase/.test(b.type)) console.log(seq,atMs,JSON.stringify(b).slice(0,260)); }
console.log(r.violations);
