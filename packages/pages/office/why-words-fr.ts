/** What each row of the work queue is, and its next step, in French. */
import type { WhyWords } from "./work-words.ts";

export const whyFr: WhyWords = {
  stop_missing: [
    "La fin de la charge n’est jamais arrivée",
    "Demandez à la station ses messages en attente, ou clôturez la session d’après le dernier relevé fiable.",
  ],
  start_without_session: [
    "Une charge sans session",
    "De l’énergie a été fournie sans montant réservé. Cherchez qui était branché et vérifiez le profil de la station.",
  ],
  energy_without_start: [
    "La charge tourne, son début n’a pas été annoncé",
    "Allez voir à la station, puis clôturez d’après son compteur, ou rendez le montant réservé.",
  ],
  revoked_sticker_scanned: [
    "Un autocollant retiré est encore scanné",
    "Regardez la borne\u00a0: l’ancien autocollant y est encore, ou une copie couvre le bon. Décollez-le.",
  ],
  password_shared: [
    "Deux stations utilisent le même mot de passe",
    "Donnez un nouveau mot de passe à celle-ci et regardez laquelle des deux revient avec.",
  ],
  energy_without_session: [
    "Du courant passe sur un connecteur libre",
    "Allez voir sur place. Le suivi du compteur dira plus tard quelle quantité a été prise.",
  ],
  energy_after_stop: [
    "Le compteur a continué après l’arrêt",
    "Vérifiez que la station s’est bien arrêtée. Le conducteur ne paie que jusqu’à l’arrêt\u00a0; le suivi du compteur dit ce qui n’a été vendu à personne.",
  ],
  stop_without_session: [
    "La fin d’une charge que personne n’a lancée",
    "Gardez-la pour le rapprochement. Aucun conducteur n’est facturé.",
  ],
  captured_elsewhere: [
    "L’argent a été encaissé hors de Barq",
    "Si la somme est due, clôturez la session. Sinon, rendez l’argent chez le prestataire de paiement et notez-le ici comme rendu.",
  ],
  captured_too_much: [
    "On a encaissé plus que le prix",
    "Rendez la différence chez le prestataire de paiement et notez-le ici comme rendu.",
  ],
  capture_stuck: [
    "On ne sait pas si l’argent a été encaissé",
    "Regardez chez le prestataire de paiement, puis clôturez pour essayer à nouveau.",
  ],
  release_stuck: [
    "Le montant réservé n’est pas rendu",
    "Libérez-le dans l’espace du prestataire de paiement, puis relancez l’étape ici.",
  ],
  step_keeps_failing: [
    "Une étape échoue sans cesse",
    "Faites lire le journal de cette session à l’équipe technique, corrigez la cause, puis relancez.",
  ],
  stop_after_sealing: [
    "Un arrêt tardif contredit le prix déjà fixé",
    "Si la session en devient moins chère, corrigez-la\u00a0: un avoir, puis un nouveau décompte.",
  ],
  events_after_sealing: [
    "Des messages sont arrivés après le décompte",
    "Comparez-les au décompte\u00a0; s’ils diffèrent, corrigez par un avoir et un nouveau décompte.",
  ],
  stop_after_release: [
    "De l’énergie après la fin de la réservation",
    "Rien n’a été encaissé pour elle. Cherchez pourquoi la station a commencé si tard.",
  ],
  hold_lapses_soon: [
    "La réservation expire dans moins d’un jour",
    "Clôturez cette session ou rendez le montant réservé avant ce moment.",
  ],
  hold_lapsed: ["La réservation a expiré", "Clôturez la session\u00a0: ce qui est dû devient une créance."],
  stop_came_late: ["La fin de la charge est arrivée en retard", "Clôturez la session d’après ses relevés."],
  receivable_open: [
    "Un conducteur doit encore de l’argent",
    "Demandez-lui de payer autrement, puis notez l’encaissement, ou renoncez. Sa carte a déjà été sollicitée s’il l’avait accepté. Sans décision, la créance se termine d’elle-même.",
  ],
  refund_waits: [
    "Un remboursement attend une seconde personne",
    "Il dépasse la limite\u00a0: quelqu’un d’autre que le demandeur l’approuve, ou le laisse expirer.",
  ],
  refund_refused: [
    "Un remboursement a été refusé",
    "Rien n’a été rendu. Lisez le motif du prestataire, puis redemandez ou faites un virement.",
  ],
  refund_failed: [
    "La banque a renvoyé un remboursement",
    "L’argent reste dû au conducteur\u00a0: faites un virement, ou redemandez.",
  ],
  refund_stuck: [
    "On ne sait pas si un remboursement est passé",
    "Cherchez-le dans l’espace du prestataire de paiement.",
  ],
  refund_differs: [
    "Un autre montant a été remboursé",
    "Comparez l’espace du prestataire avec le remboursement demandé.",
  ],
  refund_key_reused: [
    "Un remboursement se heurte à un précédent",
    "Retrouvez la première demande avant d’essayer quoi que ce soit.",
  ],
  hold_lost: [
    "La réservation a été annulée pendant la charge",
    "La charge a été arrêtée\u00a0; ce qui a été fourni ne peut plus qu’être réclamé. Cherchez qui a annulé hors de Barq.",
  ],
  further_lost: [
    "Un complément de réservation a été annulé",
    "La charge continue dans la limite de ce qui reste, ou s’est arrêtée. Cherchez qui a annulé hors de Barq.",
  ],
  fraud_warning: [
    "La banque signale une fraude possible",
    "Un remboursement maintenant coûte moins qu’une contestation. Comparez la session et la carte, puis décidez.",
  ],
  dispute_open: [
    "Un conducteur conteste un paiement",
    "La banque a repris l’argent. Ouvrez la contestation et envoyez les preuves avant l’échéance\u00a0; sans cela, elles partent d’elles-mêmes un jour avant.",
  ],
  dispute_inquiry: [
    "La banque demande des précisions",
    "Rien n’est repris pour l’instant. Envoyez les preuves, ou remboursez le conducteur.",
  ],
  dispute_lost: [
    "Une contestation est perdue",
    "Le montant passe en perte. On ne le réclame pas une seconde fois.",
  ],
  dispute_unclear: [
    "L’état d’une contestation est inconnu",
    "Lisez-la dans l’espace du prestataire de paiement.",
  ],
  evidence_missing: [
    "Aucune preuve à montrer à la banque",
    "Clôturez la session, ou répondez dans l’espace du prestataire de paiement.",
  ],
  evidence_refused: [
    "Les preuves n’ont pas été acceptées",
    "Lisez le motif et répondez dans l’espace du prestataire de paiement.",
  ],
  unknown_event: [
    "Un message inconnu du prestataire",
    "Faites chercher ce qu’il signifie. Rien n’a été fait en attendant.",
  ],
  event_stuck: [
    "Un message du prestataire reste bloqué",
    "Lisez ce qu’il concerne dans l’espace du prestataire\u00a0; l’essai se répète tout seul.",
  ],
  hold_unclear: [
    "On ne sait pas si la réservation tient",
    "Regardez-la dans l’espace du prestataire de paiement.",
  ],
  many_owe_nothing: [
    "Trop de sessions gratuites à un connecteur",
    "Allez voir son compteur, son câble et ses autocollants.",
  ],
  review: [
    "Les relevés du compteur demandent un regard",
    "Lisez les relevés de la session, puis clôturez-la ou rendez le montant réservé.",
  ],
  books: ["Les comptes ne concordent pas", "Regardez les deux côtés et notez ce que vous trouvez."],
  books_beyond: [
    "Trop d’écarts pour les lister",
    "Cherchez une cause commune, corrigez-la, puis relancez le rapprochement de ces jours.",
  ],
  books_standing_unknown: ["État inconnu chez le prestataire", "Regardez dans son espace."],
  books_no_session: [
    "Un paiement sans session",
    "Il porte nos références. Comparez avec une sauvegarde et rendez l’argent dans l’espace du prestataire.",
  ],
  books_hold_unknown: [
    "Une réservation que la session ignore",
    "Libérez-la ou remboursez-la dans l’espace du prestataire, et prévenez l’assistance.",
  ],
  books_hold_stands: ["Session finie, réservation encore là", "Libérez-la dans l’espace du prestataire."],
  books_capture_not_there: [
    "Encaissé ici, pas chez le prestataire",
    "Interrogez le prestataire avant tout nouvel encaissement.",
  ],
  books_no_movement: [
    "Encaissé, mais jamais arrivé",
    "Demandez au prestataire le mouvement correspondant sur le compte.",
  ],
  books_not_yet_here: [
    "Pas encore inscrit ici",
    "La prochaine étape de la session l’inscrira. Relancez\u00a0; si cela reste, voyez les autres lignes de cette liste.",
  ],
  books_captured_elsewhere: ["Encaissé hors de Barq", "Clôturez la session d’après ce qui a été encaissé."],
  books_captured_differs: ["Deux montants encaissés différents", "Remboursez ou réclamez la différence."],
  books_intent_not_there: [
    "Un paiement inconnu du prestataire",
    "Interrogez-le en donnant les heures de la session.",
  ],
  books_intent_not_listed: [
    "Un paiement absent de la liste",
    "Le prestataire le connaît par son nom. Relancez, et interrogez-le si cela reste.",
  ],
  books_ledger_differs: [
    "Le journal et la session diffèrent",
    "Lisez le journal de la session et annulez l’écriture fausse.",
  ],
  books_collection_ledger_differs: [
    "Un encaissement tardif absent du journal",
    "Lisez les deux côtés et inscrivez l’écriture qui manque.",
  ],
  books_refund_ledger_differs: [
    "Les remboursements diffèrent du journal",
    "Lisez-le et annulez l’écriture fausse.",
  ],
  books_refund_elsewhere: [
    "Remboursé hors de Barq",
    "Inscrivez-le aux comptes, avec une écriture et un avoir.",
  ],
  books_refund_without_record: [
    "Un remboursement sans trace ici",
    "Il porte un numéro à nous\u00a0: comparez avec une sauvegarde.",
  ],
  books_refund_differs: ["Un autre montant remboursé", "Rendez ou réclamez la différence."],
  books_refund_standing_differs: [
    "Échoué d’un seul côté",
    "La prochaine étape du remboursement le relit d’elle-même.",
  ],
  books_refund_not_there: [
    "Un remboursement inconnu du prestataire",
    "Payez le conducteur par une autre voie.",
  ],
  books_dispute_without_record: [
    "Une contestation dont personne ne s’occupe",
    "Ses preuves ont une échéance\u00a0: ouvrez-la maintenant.",
  ],
  books_dispute_differs: ["Un autre montant contesté", "Relisez la contestation."],
  books_dispute_not_there: ["Une contestation inconnue du prestataire", "Interrogez-le."],
  books_movement_unknown: [
    "Un mouvement d’un genre inconnu",
    "Lisez-le dans l’espace du prestataire et inscrivez-le aux comptes.",
  ],
  books_movement_without_record: [
    "Un mouvement sans trace ici",
    "Voyez la ligne de son paiement ou de son remboursement.",
  ],
  books_movement_differs: ["Un autre montant a bougé", "Interrogez le prestataire."],
  books_moved_twice: ["Le même mouvement deux fois", "Demandez au prestataire d’en annuler un."],
  books_exchange_differs: ["Le change ne tombe pas juste", "Interrogez le prestataire sur le taux annoncé."],
  books_payout_by_hand: [
    "Un versement fait à la main",
    "Son détail n’existe pas\u00a0: passez aux versements automatiques et rapprochez celui-ci à la main.",
  ],
  books_payout_not_itemised: ["Le détail du versement manque", "Il n’est pas prêt\u00a0: relancez demain."],
  books_payout_failed: [
    "La banque a renvoyé un versement",
    "Corrigez le compte bancaire dans l’espace du prestataire.",
  ],
  books_payout_differs: ["La somme du versement est fausse", "Interrogez le prestataire."],
};
