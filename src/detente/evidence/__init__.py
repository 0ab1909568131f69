"""The evidence room: what is known, from published data sets, each with its licence and citation.

`source` says what a source is and lists the registered ones, `sources/` holds one adapter a data
set, `build` turns a folder of publishers' files into an atlas, `atlas` opens one, `catalogue`
describes one, `pull` fetches official downloads. Nothing heavy is imported here.
"""
