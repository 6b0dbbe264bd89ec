/**
 * Files that are never changed. Nobody may delete, and a version that is written over by whatever mistake is still there;
 * the adapter itself writes only where nothing lies.
 */

export const archive = new sst.aws.Bucket("Archive", { versioning: true, cors: false });

/** Without the right to list, S3 answers a file that is not there as if it were forbidden. */
export const readArchive = [
  { actions: ["s3:GetObject"], resources: [$interpolate`${archive.arn}/*`] },
  { actions: ["s3:ListBucket"], resources: [archive.arn] },
];

export const writeArchive = [
  ...readArchive,
  { actions: ["s3:PutObject"], resources: [$interpolate`${archive.arn}/*`] },
];
