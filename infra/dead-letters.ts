/** A queue for what could not be delivered, kept as long as SQS keeps anything: a person looks at it, and may send it again. */

export const deadLetters = (name: string, options: { readonly fifo?: boolean } = {}) =>
  new sst.aws.Queue(name, {
    fifo: options.fifo ?? false,
    transform: { queue: { messageRetentionSeconds: 14 * 24 * 3600 } },
  });
