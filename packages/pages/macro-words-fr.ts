/** What support tells drivers, in French. */
import type { MacroWords } from "./macro-words.ts";

const fates: MacroWords["fates"] = {
  none: () => "Aucun montant n’a été réservé sur votre carte pour cette session.",
  stands: ({ hold, holdUntil }) =>
    `${hold} sont réservés sur votre carte. Ce n’est pas un paiement\u00a0: seul ce que vous devez est prélevé, le reste est libéré.${holdUntil === null ? "" : ` La réservation prend fin au plus tard le ${holdUntil}.`}`,
  captured: ({ captured }) => `${captured} ont été prélevés sur votre carte, une seule fois.`,
  part_captured: ({ hold, captured, rest }) =>
    `${hold} ont été réservés sur votre carte et ${captured} ont été prélevés, une seule fois. Nous avons libéré le reste, ${rest}, au même moment. Votre banque peut afficher les deux pendant quelques jours\u00a0; la réservation disparaît d’elle-même.`,
  released: ({ hold }) =>
    `Nous avons libéré la totalité des ${hold}. Ce n’était pas un paiement\u00a0; votre banque peut l’afficher pendant quelques jours.`,
  lapsed: ({ hold }) =>
    `La réservation de ${hold} a pris fin auprès de votre banque. Rien n’en a été prélevé.`,
};

export const macroWordsFr: MacroWords = {
  titles: {
    cable_stuck: "Le câble est bloqué",
    charged_twice: "Débité deux fois, ou réservation encore affichée",
    price_higher: "Le prix est plus élevé que prévu",
    no_receipt: "Le reçu n’est pas arrivé",
    did_not_start: "La recharge n’a pas commencé",
    did_not_stop: "La recharge ne s’arrête pas",
  },
  at: (day, time) => `${day} à ${time}`,
  fates,
  answers: {
    cable_stuck: (facts, { isFlowing }) => [
      isFlowing
        ? "La recharge est encore en cours\u00a0: il faut l’arrêter avant de retirer le câble. Je peux l’arrêter pour vous maintenant."
        : facts.ended === null
          ? null
          : `La recharge s’est terminée le ${facts.ended}.`,
      "Déverrouillez la voiture avec sa clé ou son application, puis tirez la prise bien droit, sans forcer\u00a0: le plus souvent, c’est la voiture qui retient le câble.",
      `S’il reste bloqué côté station, restez en ligne\u00a0: nous regardons d’ici la station ${facts.station}, connecteur ${facts.connector}.`,
    ],
    charged_twice: (facts, { holdFate }) => [
      fates[holdFate](facts),
      facts.receipt === null
        ? null
        : `Le reçu ${facts.receipt} détaille ligne par ligne ce qui a été prélevé.`,
      "Si votre banque affiche encore deux paiements dans dix jours, rappelez-nous avec la référence\u00a0: nous vérifierons les deux.",
    ],
    price_higher: (facts) => [
      facts.captured === null || facts.energy === null
        ? "Le prix de cette session n’est pas encore définitif."
        : `Le compteur a mesuré ${facts.energy}, et ${facts.captured} ont été prélevés.`,
      facts.started === null || facts.ended === null
        ? null
        : `La recharge a commencé le ${facts.started} et s’est terminée le ${facts.ended}.`,
      "Le tarif est celui qui vous a été affiché avant le paiement. Le reçu en donne chaque ligne\u00a0: énergie, durée, temps où le câble est resté branché, et TVA.",
      facts.rest === null
        ? null
        : `Le montant plus élevé que vous avez vu d’abord était la réservation de ${facts.hold}\u00a0; le reste a été libéré.`,
    ],
    no_receipt: (facts) => [
      facts.receipt === null
        ? "Le reçu est établi quand le prix est définitif\u00a0; ce n’est pas encore le cas."
        : `Votre reçu porte le numéro ${facts.receipt}.`,
      facts.email === null
        ? "Aucune adresse e-mail n’a été donnée au départ. Le reçu se trouve sur la page où vous avez suivi la session."
        : facts.receipt === null
          ? `Il sera envoyé à ${facts.email}.`
          : `Je peux l’envoyer de nouveau à ${facts.email}. Regardez aussi dans les courriers indésirables.`,
      `Votre référence est ${facts.reference}.`,
    ],
    did_not_start: (facts, { holdFate, state }) => [
      facts.started === null
        ? `La recharge n’a pas commencé à la station ${facts.station}, connecteur ${facts.connector}.`
        : `La station indique que la recharge a commencé le ${facts.started}.`,
      fates[holdFate](facts),
      facts.started === null && state !== "review"
        ? "Vous pouvez essayer un autre connecteur\u00a0: vous ne devez rien pour celui-ci."
        : null,
    ],
    did_not_stop: (facts, { isFlowing }) => [
      isFlowing
        ? "La recharge est encore en cours. Je peux l’arrêter pour vous maintenant."
        : facts.ended === null
          ? "Aucune énergie ne passe dans cette session."
          : `La recharge s’est terminée le ${facts.ended}.`,
      "Vous payez ce que le compteur a mesuré jusqu’à l’arrêt, et rien de ce qui suit.",
      isFlowing
        ? "Vous pouvez toujours retirer le câble côté voiture, une fois celle-ci déverrouillée."
        : null,
    ],
  },
};
