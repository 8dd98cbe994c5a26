/** The most that the text of a comment may have, in UTF-8 bytes: GitHub takes 65,536 signs, and our hidden data wants its share. */
export const commentLimit = 36_000;

/** The most that one text adds to a summary: of the million bytes of a step, with room for a word of the runner's. */
export const summaryLimit = 900_000;
