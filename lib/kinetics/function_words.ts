/**
 * English function words, a closed list: articles, pronouns, prepositions, conjunctions, auxiliaries, particles
 * (the classes of R. Quirk et al., A Comprehensive Grammar of the English Language, 1985, 2.34 to 2.39).
 */
export const ENGLISH_FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those some any no every each either neither both all half such what which whose
  i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our
  ours ourselves they them their theirs themselves who whom one ones
  of in on at by for with without within from to into onto over under above below behind beneath beside
  besides between among amid across along around about against after before during through throughout
  toward towards until till up down off out outside inside near upon via per as than like unlike since
  and or but nor so yet if unless while whereas because although though whether where when how why
  am is are was were be been being do does did doing done have has had having will would shall should can
  could may might must ought not n't there here then too very also just only even still again ever never
  's 't 're 've 'd 'll 'm`.split(/\s+/),
);

/**
 * Chinese function characters, a closed list: particles, aspect markers, prepositions, conjunctions, pronouns,
 * measure words, numerals in front of them, and adverbs of degree (the classes 虚词, 代词 and 量词 of
 * 朱德熙, 语法讲义, 1982). Characters, not words: 在 counts as function in 现在 too.
 */
export const CHINESE_FUNCTION_CHARACTERS: ReadonlySet<string> = new Set(
  "的地得了着过们之所者吗呢吧啊呀嘛么在于从自向往到由把被将给对为以用和与及跟同或而且但并虽然因如若则即" +
    "是有无不没未也都就还又再只才很更最太极非常较我你您他她它这那哪谁其此每各某个位只条张种些件座棵朵片一两几上下里中内外前后旁间",
);
