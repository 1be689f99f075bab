"""What is handed round of a review: one sheet of paper and one workbook, made from its frozen record alone."""
