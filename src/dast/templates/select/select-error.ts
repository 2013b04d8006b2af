// What is wrong with an expression that takes a value out of an answer.

export class SelectError extends Error {}
