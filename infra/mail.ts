/** Messages to drivers through SES, by a stage that was told from which address; the domain is verified by whoever owns it. */
import { secrets } from "./secrets.ts";
import { mailFrom } from "./settings.ts";

const domain = mailFrom?.split("@")[1];

/** What whoever sends is told: the address, and the key that signs a receipt's link. */
export const mailing: Readonly<Record<string, $util.Input<string>>> =
  mailFrom === undefined ? {} : { NOTICES_FROM: mailFrom, RECEIPT_KEY: secrets.receipt.value };

/** From that domain and no other. */
export const sendMail: readonly sst.aws.FunctionPermissionArgs[] =
  domain === undefined
    ? []
    : [
        {
          actions: ["ses:SendEmail", "ses:SendRawEmail"],
          resources: [
            $interpolate`arn:aws:ses:${aws.getRegionOutput().name}:${aws.getCallerIdentityOutput().accountId}:identity/${domain}`,
          ],
        },
      ];
