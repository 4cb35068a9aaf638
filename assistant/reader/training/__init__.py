"""How the reader's weights are made: data, augmentation, batches, the run, its figures."""
