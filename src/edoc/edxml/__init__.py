"""The format of QCVN 102:2016/BTTTT: typed models, reader, writer, attachments, XSD."""
