// Why a flow cannot be read or went wrong.

export class FlowError extends Error {}
