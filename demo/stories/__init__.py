"""What the invented papers write: each story fills a draft with paragraphs, pictures, tables and a signature."""
