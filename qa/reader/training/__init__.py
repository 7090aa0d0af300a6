"""Make the reader: data, network, training and export; needs torch, is never imported when asking."""
