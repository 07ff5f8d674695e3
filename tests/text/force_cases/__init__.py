"""Hand-made changes in four languages, and what kind each is: before, after, kinds (`o` obligation, `n` number, `d`
date, `a` name, `w` words, `t` typography or spelling)."""
