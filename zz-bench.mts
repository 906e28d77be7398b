import { runCase } from "/work/main/src/simulation/run.ts";
import { plainScene } from "/work/main/src/simulation/case.ts";
import { plainChild } from "/work/main/src/simulation/child-plan.ts";
import { lanes } from "/work/main/src/lanes/index.ts";
import { judgeCell } from "/work/main/src/invariants/judge.ts";
const c = { lane:"v2", target:{agent:"pi",provider:"openai",model:"gpt-5.4",wireApi:"openai-responses"}, timeouts:{observeMs:1000,killGraceMs:200,pollMs:100}, scene:plainScene, dispatchers:[{intent:"owned-outcome",delayMs:0,fates:[]}], children:[plainChild], picks:[] } as const;
const lane = lanes.find(l=>l.name==="v2")!;
Error.stackTraceLimit=Number(process.env.STL??0);
const N=Number(process.argv[2]??3000);
const loop=async(n,judge)=>{ for(let i=0;i<n;i++){ const r=await runCase({...c} as any,{lane,expectation:{kind:"resumed"}}); if(judge) judgeCell(r.evidence);} };
await loop(500,true);
for (const j of process.env.J?[true]:[false]) { const t=process.cpuUsage(); await loop(N,j); const u=process.cpuUsage(t); console.log('judge',j,(u.user/N).toFixed(0),'us user', (u.system/N).toFixed(0),'us sys', Math.round(1e6*N/u.user),'/s'); }
