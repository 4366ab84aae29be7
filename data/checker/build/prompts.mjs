// Makes ../prompts.json: 140 single-object and 60 two-object specifications, each as an English and a Chinese prompt.
import {createRequire} from 'module'; import {Buffer} from 'node:buffer'; const require=createRequire(import.meta.url); import fs from 'fs';
const en=require('emojibase-data/en/data.json'), zh=require('emojibase-data/zh/data.json'), msg=require('emojibase-data/en/messages.json');
const zhl=new Map(zh.map(e=>[e.hexcode,e.label]));
const norm=h=>h.toLowerCase().split('-').filter(x=>x!=='fe0f').join('-');
const has=(s)=>{const c=require(`@iconify-json/${s}/chars.json`);return new Set(Object.keys(c).map(norm));};
const A=has('noto'),B=has('twemoji');
const fnv=(s)=>{let h=0x811c9dc5;for(const b of Buffer.from(s)){h^=b;h=Math.imul(h,0x01000193)>>>0;} h^=h>>>16;h=Math.imul(h,0x85ebca6b)>>>0;h^=h>>>13;return h>>>0;};
const colours=[['white','白色'],['black','黑色'],['red','红色'],['orange','橙色'],['yellow','黄色'],['green','绿色'],['blue','蓝色'],['purple','紫色'],['pink','粉色'],['gray','灰色']];
const styles={noto:['noto style','谷歌风格'],twemoji:['twitter style','推特风格']};
const pool=en.filter(e=>zhl.has(e.hexcode)&&e.group!==undefined&&e.group!==2&&e.version<=12&&A.has(norm(e.hexcode))&&B.has(norm(e.hexcode)));
const quota={0:20,1:12,3:30,4:28,5:18,6:8,7:14,8:6,9:4};
const held=(a,b,c,s)=>fnv(`${a}+${b}|${c}|${s}`)%8===0;
const out=[];
const text=(zhq,objs,c,s)=>{const lab=objs.map(o=>zhq?zhl.get(o.hexcode):o.label);
  let t=objs.length===2?(zhq?`左边是${lab[0]},右边是${lab[1]}`:`${lab[0]} on the left, ${lab[1]} on the right`):lab[0];
  if(c) t+=zhq?`,${colours[c][1]}背景`:`, ${colours[c][0]} background`; if(s) t+=zhq?`,${styles[s][1]}`:`, ${styles[s][0]}`; return t;};
function add(objs,i){ // the first colour and style, in a seeded order, whose combination is held out
  for(let k=0;k<400;k++){ const h=fnv(`${objs.map(o=>o.hexcode)}#${i}#${k}`); const c=(h%10<3)?0:1+((h>>>4)%9); const s=[null,'noto','twemoji'][(h>>>12)%3];
    if(!held(objs[0].hexcode,objs[1]?.hexcode??'',colours[c][0],s??'any')) continue;
    out.push({id:`${objs.length===1?'single':'pair'}-${String(i).padStart(3,'0')}`,seed:1000+out.length,objects:objs.map((o,j)=>({hexcode:o.hexcode,emoji:o.emoji,place:objs.length===1?'centre':j?'right':'left'})),background:colours[c][0],backgroundNamed:c>0,style:s,group:msg.groups[objs[0].group]?.key??String(objs[0].group),en:text(false,objs,c,s),zh:text(true,objs,c,s)}); return true; } return false; } // an object without a held-out combination is passed over
let i=0; for(const g in quota){ pool.filter(e=>e.group===+g).sort((a,b)=>fnv('s'+a.hexcode)-fnv('s'+b.hexcode)).every(e=>{ if(quota[g]>0&&add([e],i)){i++;quota[g]--;} return quota[g]>0; }); }
const two=pool.filter(e=>[0,3,4,5,7].includes(e.group)).sort((a,b)=>fnv('p'+a.hexcode)-fnv('p'+b.hexcode));
for(let k=0,n=0;n<60;k++) if(add([two[2*k],two[2*k+1]],n)) n++;
fs.writeFileSync(new URL('../prompts.json',import.meta.url),'[\n'+out.map(o=>JSON.stringify(o)).join(',\n')+'\n]\n'); console.log(out.length,out[0],out[150].en,out[150].zh);
