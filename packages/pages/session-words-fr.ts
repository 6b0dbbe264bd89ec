/** A session's page in French. */
import { html } from "./html.ts";
import type { SessionWords } from "./session-words.ts";

export const sessionFr: SessionWords = {
  title: "Votre session",
  states: {
    pending: {
      title: "En attente du paiement",
      text: "Dès que votre banque a accepté la réservation du montant, cette page continue d’elle-même. Rien n’a été débité.",
    },
    held: {
      title: "Branchez maintenant",
      text: "Le montant est réservé. Branchez le câble sur votre voiture et la recharge commence.",
    },
    starting: {
      title: "Démarrage",
      text: "La station reçoit l’ordre de commencer. Cela prend quelques secondes.",
    },
    charging: {
      title: "En charge",
      text: "Vous pouvez vous éloigner\u00a0: le prix suit le compteur de la station.",
    },
    stopping: { title: "Arrêt en cours", text: "La station a reçu l’ordre de s’arrêter." },
    ended: { title: "La recharge est terminée", text: "Le prix est calculé d’après le compteur." },
    settling: { title: "Règlement en cours", text: "Le prix exact est débité du montant réservé." },
    review: {
      title: "Quelqu’un vérifie cette session",
      text: "Les données du compteur ne sont pas claires et rien n’est deviné\u00a0: une personne les vérifie. Rien n’a été débité, et ce ne sera jamais plus que ce que vous avez accepté.",
    },
    settled: { title: "Terminé", text: "Merci d’avoir rechargé ici." },
    released: { title: "Rien n’a été débité", text: "Cette session est terminée." },
    failed: { title: "Cette session n’a pas commencé", text: "Aucune énergie n’a été fournie." },
  },
  unplug: {
    title: "Débranchez maintenant",
    text: "La recharge est terminée. Le temps reste compté jusqu’à ce que le câble soit débranché\u00a0; le prix est calculé ensuite.",
  },
  waiting: {
    title: "Votre voiture attend",
    text: "Elle est branchée mais ne demande pas encore d’énergie. Vérifiez si une heure de charge est programmée dans la voiture ou son application.",
  },
  elsewhere: {
    title: "Essayez une autre prise",
    text: "La recharge n’a pas commencé ici. Pendant quelques minutes, le montant réservé peut servir à une autre prise de ce lieu, sans payer de nouveau\u00a0; ensuite il est libéré de lui-même.",
  },
  goThere: "Recharger ici, avec le même montant",
  releasing: {
    title: "Le montant réservé est en cours de libération",
    text: "Rien n’est débité de votre carte.",
  },
  plugInFree: {
    title: "Branchez maintenant",
    text: "Branchez le câble sur votre voiture et la recharge commence.",
  },
  plugBy: (time) =>
    html`Si aucun câble n’est branché avant ${time}, la session s’arrête d’elle-même et tout montant réservé est libéré.`,
  refused: {
    driver: "Vous avez annulé.",
    hold_abandoned: "La page de paiement n’a pas été terminée.",
    hold_declined: "Votre banque n’a pas accepté la réservation du montant.",
    hold_differs: "Un autre montant que celui demandé a été réservé\u00a0; nous l’avons rendu.",
    connector_taken: "Quelqu’un d’autre a été plus rapide à ce connecteur.",
    connector_unavailable: "Le connecteur signale un défaut.",
    station_offline: "La station a perdu sa connexion.",
    station_refused: "La station a refusé de démarrer.",
    station_silent: "La station n’a pas commencé la recharge à temps.",
    hold_lost: "Le blocage sur votre carte a été annulé.",
    not_plugged: "Aucun câble n’a été branché à temps.",
    car_not_confirmed: "Il n’a pas été confirmé que la voiture branchée est la vôtre.",
    too_many_pending: "Trop de démarrages non payés étaient ouverts à la fois.",
    given_free: "Cette session vous est offerte.",
  },
  ended: {
    driver: "Vous avez arrêté la recharge.",
    energy_limit: "La recharge s’est arrêtée parce que la limite était atteinte.",
    hold_lost: "La recharge s’est arrêtée parce que le blocage sur votre carte a été annulé.",
    no_energy: "La recharge s’est arrêtée parce que votre voiture n’a pas pris d’énergie. Rien n’est dû.",
    time_limit: "La recharge s’est arrêtée parce que la durée maximale était atteinte.",
    nothing_owed: "La session ne coûte rien.",
    below_minimum: "Le montant est trop petit pour être débité d’une carte.",
    given_free: "Cette session vous est offerte.",
  },
  energy: "Énergie",
  cost: "Coût actuel",
  power: "Puissance",
  time: "Durée",
  hold: "Montant réservé",
  held: (hold, card) => (card === null ? hold : html`${hold} sur ${card}`),
  stopsAt: "S’arrête d’elle-même à",
  asOf: (time) => html`À ${time}, TVA comprise`,
  ofHold: (cost, hold) => html`Utilisé\u00a0: ${cost} sur ${hold}`,
  stop: "Arrêter la recharge",
  addWhat: (held) =>
    html`${held} sont réservés, et la recharge s’arrête d’elle-même quand ce montant est utilisé. Ce que vous ajoutez est une réservation de plus sur une carte à vous\u00a0: seul ce que le compteur prouve est débité, et le reste est libéré.`,
  addButton: (more) => html`Ajouter ${more}`,
  giveBack: "Annuler et libérer le montant",
  lookAgain: "Actualiser",
  paidAlready: "J’ai payé\u00a0: actualiser",
  backToStation: "Retour à la page de la station",
  keepOpen: "Vous pouvez fermer cette page et y revenir sur ce téléphone.",
  nothingTaken: "Rien n’a été débité de votre carte.",
  neverHeld: "Rien n’a été débité de votre carte et aucun montant n’y reste réservé.",
  holdReleased: (hold) => html`Rien n’a été débité. Le montant réservé de ${hold} a été libéré.`,
  captured: (captured) => html`Nous avons débité ${captured} sur le montant réservé.`,
  restReleased: (released) => html`Le reste, ${released}, a été libéré.`,
  receivable: (receivable) =>
    html`Nous n’avons pas pu débiter ${receivable} du montant réservé\u00a0; cette somme reste due.`,
  writtenOff: (writtenOff) =>
    html`Nous renonçons au prix de cette session (${writtenOff})\u00a0: vous ne devez rien.`,
  bankMayShow:
    "Votre banque peut afficher la réservation pendant quelques jours. Ce n’est pas un paiement et elle disparaît d’elle-même.",
  bankMayShowBoth:
    "Votre banque peut afficher la réservation et le paiement côte à côte pendant quelques jours. Vous ne payez qu’une fois\u00a0: la réservation disparaît d’elle-même.",
  wasFree: "Cette session était gratuite.",
  receiptSoon: "Le reçu est en cours d’établissement.",
  openReceipt: "Ouvrir le reçu",
};
