/** Refusals in French. */
import type { Refusals } from "./refusals.ts";

export const refusalsFr: Refusals = {
  invalid_request: {
    title: "Le formulaire n’est pas rempli comme attendu",
    text: "Vérifiez la limite et l’adresse e-mail, puis réessayez. N’écrivez jamais un numéro de carte ici\u00a0: la carte se saisit uniquement sur la page de paiement.",
  },
  amount_invalid: {
    title: "Cette limite n’est pas un montant",
    text: "Écrivez-la en chiffres, par exemple 50 ou 50,00, puis réessayez.",
  },
  currency_unknown: {
    title: "Cette devise n’est pas acceptée",
    text: "Le prix de cette station est dans une devise qui ne peut pas être payée ici. Veuillez appeler l’opérateur.",
  },
  not_found: {
    title: "Il n’y a rien ici",
    text: "L’adresse est inexacte ou n’existe plus. Scannez de nouveau le code de la station.",
  },
  unauthenticated: {
    title: "Ce lien n’ouvre rien",
    text: "Il est incomplet, trop ancien ou a été retiré. Utilisez votre lien le plus récent, ou scannez le code de la station.",
  },
  forbidden: { title: "Accès refusé", text: "Vous n’êtes pas autorisé à ouvrir cette page." },
  already_exists: { title: "Cela existe déjà", text: "Rien n’a été modifié." },
  state_conflict: {
    title: "Ce n’est plus possible",
    text: "La session a avancé entre-temps. Ouvrez-la de nouveau pour voir où elle en est.",
  },
  idempotency_key_missing: {
    title: "Ce formulaire est incomplet",
    text: "Scannez de nouveau le code et démarrez depuis la nouvelle page. Aucun montant n’a été réservé.",
  },
  idempotency_key_reused: {
    title: "Ce formulaire a déjà servi",
    text: "Il a déjà été envoyé avec d’autres informations. Vérifiez votre saisie et appuyez de nouveau sur le bouton.",
  },
  too_many_requests: {
    title: "Trop de démarrages à la fois",
    text: "Plusieurs démarrages non payés sont ouverts depuis votre connexion. Terminez-en un, ou attendez dix minutes. Aucun montant n’a été réservé.",
  },
  payload_too_large: { title: "C’est trop", text: "L’envoi est plus grand que ce formulaire ne le permet." },
  qr_invalid: {
    title: "Ce code n’est pas l’un des nôtres",
    text: "Ne payez pas en passant par lui. Comparez-le avec la plaque de la station\u00a0: un autocollant a pu être posé sur le vrai code. Scannez l’original ou prévenez l’opérateur.",
  },
  qr_unknown: {
    title: "Ce code ne correspond à aucun connecteur",
    text: "Il est peut-être tout nouveau, ou déjà remplacé. Scannez le code qui se trouve sur la station, ou prévenez l’opérateur.",
  },
  qr_revoked: {
    title: "Ce code a été retiré",
    text: "Scannez le code qui se trouve maintenant sur la station.",
  },
  connector_taken: {
    title: "Quelqu’un d’autre a été plus rapide",
    text: "Ce connecteur est occupé. Rien n’a été débité. Choisissez un autre connecteur.",
  },
  station_offline: {
    title: "La station n’est pas connectée",
    text: "Elle ne peut pas démarrer maintenant. Aucun montant n’a été réservé. Choisissez une autre station, ou réessayez dans quelques minutes.",
  },
  connector_unavailable: {
    title: "Ce connecteur est hors service",
    text: "Il ne peut pas démarrer maintenant. Aucun montant n’a été réservé. Choisissez un autre connecteur.",
  },
  paused: {
    title: "Pas de démarrage pour le moment",
    text: "L’opérateur ne prend pas de nouvelle session ici.",
  },
  car_not_confirmed: {
    title: "Est-ce bien votre voiture\u00a0?",
    text: "Un câble était déjà branché ici avant votre démarrage. Confirmez qu’il est branché sur votre voiture. Aucun montant n’a été réservé.",
  },
  limit_too_small: {
    title: "Cette limite est trop basse",
    text: "La station ne pourrait pas s’arrêter à temps pour si peu. Choisissez une limite plus haute, ou aucune. Aucun montant n’a été réservé.",
  },
  limit_too_large: {
    title: "Cette limite est trop haute",
    text: "On ne réserve pas autant pour une seule session. Choisissez une limite plus basse, ou aucune. Aucun montant n’a été réservé.",
  },
  tariff_missing: {
    title: "Ce connecteur n’a pas encore de prix",
    text: "Rien n’est vendu sans prix\u00a0: il ne peut donc pas démarrer. Utilisez un autre connecteur.",
  },
  unpriceable: {
    title: "Ceci ne peut pas être tarifé",
    text: "Ce qui a été envoyé est lisible, mais n’a pas de prix : la liste dit quelle partie n’est pas comme attendu.",
  },
  tariff_unsupported: {
    title: "Ce prix ne peut pas être appliqué",
    text: "Le prix de ce connecteur ne peut pas être calculé ici. Veuillez appeler l’opérateur.",
  },
  second_person_needed: {
    title: "Il faut une deuxième personne",
    text: "Quelqu’un d’autre doit d’abord donner son accord.",
  },
  tariff_invalid: {
    title: "Ce prix n’est pas valable",
    text: "Le prix de ce connecteur n’est pas en ordre. Veuillez appeler l’opérateur.",
  },
  hold_declined: {
    title: "La carte a été refusée",
    text: "Votre banque n’a pas accepté la réservation du montant. Rien n’a été débité. Essayez une autre carte.",
  },
  hold_abandoned: {
    title: "Le paiement n’a pas été terminé",
    text: "Rien n’a été débité. Scannez le code et recommencez quand vous voulez.",
  },
  provider_unavailable: {
    title: "La page de paiement ne répond pas",
    text: "Réessayez dans un instant\u00a0: appuyez encore une fois sur le bouton. On ne vous demandera pas de payer deux fois.",
  },
  signature_invalid: { title: "La signature manque", text: "Cet envoi ne vient pas d’où il le prétend." },
  receipt_not_ready: {
    title: "Le reçu n’est pas encore prêt",
    text: "Il est établi quand la session est terminée et réglée. Réessayez dans un instant.",
  },
  clock_not_manual: {
    title: "L’horloge ne peut pas être déplacée",
    text: "Cela n’est possible que sur un système d’essai.",
  },
  already_running: { title: "C’est déjà en cours", text: "Rien n’a été modifié." },
  busy: {
    title: "Beaucoup de demandes en ce moment",
    text: "Réessayez dans un instant. Rien n’a été débité.",
  },
  method_not_allowed: {
    title: "Cette page s’ouvre autrement",
    text: "Revenez en arrière et utilisez le bouton de la page, ou scannez de nouveau le code.",
  },
  internal: {
    title: "C’est notre faute",
    text: "Une erreur s’est produite chez nous. Ce que vous avez commencé est enregistré et sera terminé ou annulé. Pour obtenir de l’aide, donnez à l’opérateur le numéro ci-dessous.",
  },
};
