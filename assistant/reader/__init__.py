"""The reader: a small model that selects the sentence, reads the answer, verifies the claim.

`protocol.Reader` is the seam; `trained` runs the shipped weights, `hub` other models; `train`
makes the weights, `figures` measures them.
"""
