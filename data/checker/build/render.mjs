// Renders every glyph as nano's training data were (SVG -> 128 -> WebP 92 -> 96 Lanczos), to raw RGBA in out/checker
// (283 MB, not kept). A minute.   npm ci && node render.mjs
import {createRequire} from 'module'; const require=createRequire(import.meta.url);
import sharp from 'sharp'; import fs from 'fs'; import {Buffer} from 'node:buffer';
const out=new URL('../../../out/checker/',import.meta.url); fs.mkdirSync(out,{recursive:true});
sharp.concurrency(1);
const en=require('emojibase-data/en/data.json'), zh=require('emojibase-data/zh/data.json');
const flat=(l)=>l.flatMap(e=>[e,...(e.skins??[])]);
const zhm=new Map(flat(zh).map(e=>[e.hexcode,e]));
const S=128, sets={};
for(const s of ['noto','twemoji']) sets[s]={d:require(`@iconify-json/${s}/icons.json`),c:require(`@iconify-json/${s}/chars.json`)};
const norm=h=>h.toLowerCase().split('-').filter(x=>x!=='fe0f').join('-');
for(const s in sets) sets[s].c=Object.fromEntries(Object.entries(sets[s].c).map(([k,v])=>[norm(k),v]));
const rows=[]; const fd=fs.openSync(new URL('glyphs.rgba',out),'w'); const jobs=[];
for(const e of en) for(const v of [e,...(e.skins??[])]) {
  const z=zhm.get(v.hexcode); if(!z) continue;
  for(const s in sets){ const {d,c}=sets[s]; const name=c[norm(v.hexcode)]; if(!name) continue;
    let ic=d.icons[name]; if(!ic&&d.aliases?.[name]) ic=d.icons[d.aliases[name].parent]; if(!ic) continue;
    const w=ic.width??d.width,h=ic.height??d.height, l=ic.left??0,t=ic.top??0;
    const svg=`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${l} ${t} ${w} ${h}" width="${S}" height="${S}">${ic.body}</svg>`;
    jobs.push({svg,name,row:{set:s,hex:v.hexcode,en:v.label,zh:z.label,tags:e.tags??[],ztags:zhm.get(e.hexcode)?.tags??[],tone:v.tone??0,base:e.hexcode,group:e.group,subgroup:e.subgroup}});
  }}
async function one(j){ try{ 
  const webp=await sharp(Buffer.from(j.svg)).resize(S,S,{fit:'contain',background:{r:0,g:0,b:0,alpha:0}}).ensureAlpha().webp({quality:92,alphaQuality:100,effort:3}).toBuffer();
  const raw=await sharp(webp).ensureAlpha().resize(96,96,{kernel:'lanczos3',fastShrinkOnLoad:false}).raw().toBuffer(); return raw; } catch(err){ console.error(j.name,err.message.slice(0,80)); return null; } }
for(let i=0;i<jobs.length;i+=8){ const part=jobs.slice(i,i+8); const r=await Promise.all(part.map(one));
  r.forEach((raw,k)=>{ if(!raw) return; rows.push(part[k].row); fs.writeSync(fd,raw); }); if(i%800===0) console.log(i,jobs.length); }
fs.writeFileSync(new URL('glyphs.json',out),JSON.stringify(rows)); console.log(rows.length,'of',jobs.length);
