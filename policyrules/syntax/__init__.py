"""Text -> Document, and text -> expression tree.

In:  the bytes of one YAML file, or the text of one expression or value.
Out: a `Document` (every node with its characters), its `FileShape` (typed sections, values still located), untyped
     expression trees, typed single values; and the printer back to text.
True here: input is hostile, so everything is bounded and nothing recurses over a document; YAML constructors never
run; scalars stay text until a declared type reads them; a mistake is a diagnostic, and what it broke stands in the
tree as broken, so that nobody reports it twice.

Reading order: document.py (nodes), limits.py, builder.py (events -> nodes), yaml_errors.py, reader.py
(bytes -> Document), located.py (values with places), shape/ (Document -> FileShape), then the expression files.
"""
