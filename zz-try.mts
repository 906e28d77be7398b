import fc from "fast-check";
import { cases } from "/work/main/src/simulation/schedule.ts";
import { examine } from "/work/main/src/simulation/verdict.ts";
import { lanes } from "/work/main/src/lanes/index.ts";
Error.stackTraceLimit=0;
const lane = lanes.find(l=>l.name===(process.argv[2]??"v2"))!; const n=+(process.argv[3]??1000); const d=(process.argv[4]??"1,3").split(",").map(Number) as any;
const counts=new Map<string,{n:number,ex:any,why:string}>();
const t=process.cpuUsage(); let i=0;
const sample=fc.sample(cases({lane:lane.name,dispatchers:d}),{numRuns:n,seed:+(process.argv[5]??1)});
console.log('gen',process.cpuUsage(t).user/n,'us');
for (const c of sample) { i++; try { const {violations}=await examine(c,{lane}); for(const v of violations){ const k=v.claim; const e=counts.get(k); if(!e) counts.set(k,{n:1,ex:c,why:v.because}); else {e.n++; if(JSON.stringify(c).length<JSON.stringify(e.ex).length){e.ex=c;e.why=v.because}} } } catch(e){ const k='THREW '+(e as Error).message; const x=counts.get(k); if(!x) counts.set(k,{n:1,ex:c,why:''}); else x.n++; } }
const u=process.cpuUsage(t).user; console.log(Math.round(u/n),'us/schedule');
for(const [k,v] of counts) console.log(k,v.n,v.why,'\n   ',JSON.stringify({...v.ex,target:0,picks:v.ex.picks.length}));
