"""Where Foundation's headers allow nil, as rows.

Between NS_ASSUME_NONNULL_BEGIN and _END, which all of them have, nothing is nil that is not
declared so; this is the list of what is. Not here: what blocks take, whose types say it
themselves, and out-arguments, which are None when passed. One rule: a class has one row.
"""
