"""Is a generated sentence close to the source it cites? (Not: is it true?)"""
