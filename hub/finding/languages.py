"""The languages that the search tells apart: whose words are stemmed, and which words only ask."""

SIMPLE = "simple"  # every language that PostgreSQL has no stemmer for: its words as they are written

STEMMERS = {  # by the first part of a BCP 47 code; each is a dictionary that PostgreSQL brings along
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

# Words with which a question is asked and that PostgreSQL's lists of small words leave in. They say nothing of what
# is looked for, yet are rare in documents and so would count much (French questions: nDCG@10 .804 with, .807 without).
ASKING = {
    "ar": "ما ماذا من متي اين كيف لماذا كم هل اي ايه هو هي التي الذي في علي الي عن",
    "ca": "que qui quin quina quins quines quan on com quant quants quanta per",
    "da": "hvad hvem hvornår hvor hvordan hvorfor hvilken hvilket hvilke",
    "de": "was wer wen wem wann wo wie warum weshalb wieso welche welcher welches welchem welchen wieviel wieviele",
    "el": "τι ποιος ποια ποιο ποιοι ποιες ποτε που πως γιατι ποσο ποσα ποσοι ποσες",
    "es": "que quien quienes cuando donde como cual cuales cuanto cuanta cuantos cuantas por",
    "fi": "mikä mitä kuka milloin missä miten miksi kuinka millainen",
    "fr": "que quel quelle quels quelles qui quoi quand ou comment combien pourquoi lequel laquelle lesquels est ce",
    "hi": "क्या कौन कब कहाँ कहां कैसे क्यों कितना कितने कितनी किस किसने किसको",
    "hu": "mi mit ki kit mikor hol hogyan miert mennyi hany melyik",
    "id": "apa siapa kapan mana dimana bagaimana mengapa berapa",
    "it": "che chi cosa quando dove come perche quale quali quanto quanta quanti quante",
    "nl": "wat wie wanneer waar hoe waarom welke welk hoeveel",
    "no": "hva hvem nar hvor hvordan hvorfor hvilken hvilket hvilke",
    "pt": "que quem quando onde como qual quais quanto quanta quantos quantas por porque",
    "ro": "ce cine cand unde cum care cat cata cati cate de",
    "ru": "что кто когда где как почему какой какая какое какие каков сколько чем чего кого",
    "sv": "vad vem när var hur varför vilken vilket vilka",
    "tr": "ne kim nerede nasıl neden niçin hangi kaç kimin nedir kimdir mi mu",
}


def stemmed(code):
    """The language under which a text with this code is indexed: its own, or `SIMPLE`. No code makes it fail."""
    base = (code or "").replace("_", "-").split("-")[0].lower()
    return base if base in STEMMERS else SIMPLE


def dictionary_of(language):
    """The name of PostgreSQL's dictionary that stems this language."""
    return f"pg_catalog.{STEMMERS[language]}_stem" if language in STEMMERS else "pg_catalog.simple"
