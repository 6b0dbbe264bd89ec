/** The findings of commissioning in French. */
import type { FindingCatalogue } from "./finding-words.ts";

const sayNothing = "Rien à faire.";
const look = "Refaites l’essai. Si cela se répète, faites contrôler le compteur et son câblage.";
const firmware = "Mettez son micrologiciel à jour, ou choisissez son profil.";

export const findingsFr: FindingCatalogue = {
  begin: { title: "Commencer", text: "Saisissez le numéro de série inscrit sur la plaque de la station." },
  boot_missing: {
    title: "La station ne s’est pas encore présentée",
    text: "Mettez-la sous tension ou redémarrez-la, et attendez qu’elle soit connectée.",
  },
  boot_seen: { title: "La station est celle de la plaque", text: sayNothing },
  serial_not_said: {
    title: "La station ne donne pas de numéro de série",
    text: "Si sa plaque n’en a pas, dites-le. Sinon, redémarrez-la.",
  },
  serial_undeclared: {
    title: "La station donne un numéro de série, et aucun n’a été saisi",
    text: "Saisissez celui de sa plaque.",
  },
  serial_differs: {
    title: "Un autre numéro de série que celui de la plaque",
    text: "Saisissez-le à nouveau. S’il est juste, une autre station utilise ce nom\u00a0: changez le mot de passe et trouvez-la.",
  },
  vendor_differs: {
    title: "Un autre fabricant que celui de la plaque",
    text: "Saisissez-le à nouveau, ou vérifiez de quelle station il s’agit.",
  },
  model_differs: {
    title: "Un autre modèle que celui de la plaque",
    text: "Saisissez-le à nouveau, ou vérifiez de quelle station il s’agit.",
  },
  place_missing: {
    title: "La station n’est sur aucun site",
    text: "Demandez à l’exploitation de l’affecter à un site.",
  },
  placed: { title: "Elle est sur son site", text: sayNothing },
  profile_known: { title: "Ses particularités sont connues", text: sayNothing },
  configure: {
    title: "Écrire la configuration",
    text: "Elle est écrite dans la station, puis relue.",
  },
  configuration_unanswered: {
    title: "La station n’a pas encore répondu",
    text: "Attendez un instant. Si rien ne vient, écrivez à nouveau la configuration.",
  },
  configuration_unknown: {
    title: "La station ne connaît pas un réglage nécessaire à la facturation",
    text: "Mettez son micrologiciel à jour, puis écrivez à nouveau la configuration.",
  },
  configuration_not_there: {
    title: "La station n’a pas ce réglage, et n’en a pas besoin",
    text: sayNothing,
  },
  configuration_kept: { title: "Relu comme la facturation le demande", text: sayNothing },
  configuration_differs: {
    title: "La station garde une valeur inutilisable pour la facturation",
    text: "Réglez-la sur la station même, puis écrivez à nouveau la configuration.",
  },
  scan_sticker: {
    title: "Lire l’autocollant",
    text: "Saisissez le code de l’autocollant posé sur ce connecteur.",
  },
  bind_sticker: { title: "Cet autocollant est vierge", text: "Attribuez-le à ce connecteur." },
  sticker_revoked: {
    title: "Cet autocollant a été retiré du service",
    text: "Enlevez-le et prenez-en un autre.",
  },
  sticker_elsewhere: {
    title: "Cet autocollant est celui d’une autre station",
    text: "Enlevez-le et attribuez-en un autre.",
  },
  stickers_swapped: {
    title: "Cet autocollant est celui d’un autre connecteur",
    text: "Échangez les deux autocollants, puis lisez-les à nouveau.",
  },
  sticker_in_place: { title: "L’autocollant est celui de ce connecteur", text: sayNothing },
  begin_test: {
    title: "Commencer l’essai",
    text: "Relevez l’afficheur des compteurs, avec tous les chiffres, avant de brancher la voiture.",
  },
  begin_test_again: {
    title: "L’essai n’a pas commencé",
    text: "Vérifiez que la station est connectée et la voiture branchée, puis recommencez.",
  },
  plug_in: { title: "Branchez la voiture", text: "L’essai commence de lui-même." },
  let_charge: {
    title: "Laissez charger",
    text: "Attendez que l’afficheur ait avancé d’au moins 0,1\u00a0kWh, puis arrêtez l’essai.",
  },
  stopping: { title: "La station termine l’essai", text: "Attendez un instant." },
  type_display: {
    title: "Relevez l’afficheur à nouveau",
    text: "Saisissez ce que les compteurs affichent après l’arrêt.",
  },
  too_little_energy: {
    title: "Trop peu d’énergie pour en juger",
    text: "Refaites l’essai, plus longtemps.",
  },
  test_failed: {
    title: "La station n’a pas fait l’essai",
    text: "Regardez ce que dit la station, puis refaites l’essai.",
  },
  test_good: { title: "Les relevés correspondent à l’afficheur", text: sayNothing },
  evidence_missing: { title: "Il manque ce qui permet de juger l’essai", text: "Refaites l’essai." },
  begin_missing: { title: "La station n’a jamais donné l’index de début", text: firmware },
  end_missing: { title: "La station n’a jamais donné l’index de fin", text: firmware },
  let_run_longer: {
    title: "La station n’a encore envoyé aucun relevé",
    text: "Refaites l’essai, pendant quelques minutes.",
  },
  clock_unknown: {
    title: "La station ne donne pas l’heure",
    text: "Réglez son horloge ou choisissez son profil, puis refaites l’essai.",
  },
  clock_hours_off: {
    title: "L’horloge de la station est décalée d’heures entières",
    text: "Réglez-la sur UTC, puis refaites l’essai.",
  },
  clock_off: {
    title: "L’horloge de la station n’est pas à l’heure",
    text: "Réglez-la, puis refaites l’essai.",
  },
  display_backwards: {
    title: "L’afficheur a reculé",
    text: "Saisissez-le à nouveau, ou refaites l’essai à partir de ce qu’il affiche maintenant.",
  },
  wrong_connector: {
    title: "Le compteur d’un autre connecteur a compté",
    text: "Les compteurs sont croisés. Recâblez-les, puis refaites l’essai des deux connecteurs.",
  },
  sign: {
    title: "Le compteur compte à l’envers",
    text: "Il est câblé à l’envers, ou réglé en injection. Recâblez-le, puis refaites l’essai.",
  },
  unit: {
    title: "Les relevés sont mille fois trop grands ou trop petits",
    text: "La station appelle Wh des kWh. Mettez son micrologiciel à jour ou choisissez son profil, puis refaites l’essai.",
  },
  meter_still: {
    title: "L’afficheur a avancé, pas les relevés",
    text: "Vérifiez que la station lit son compteur, puis refaites l’essai.",
  },
  display_differs: {
    title: "Les relevés ne correspondent pas à l’afficheur",
    text: "Saisissez l’afficheur à nouveau, ou faites contrôler le compteur.",
  },
  meter_missing: { title: "La station n’a envoyé aucun index utilisable", text: firmware },
  meter_contradicts: { title: "Les relevés contredisent l’index de début et de fin", text: look },
  meter_too_much: { title: "Plus d’énergie relevée que le connecteur ne peut fournir", text: look },
  meter_above_power: { title: "Plus d’énergie relevée que la puissance annoncée", text: look },
  meter_below_power: { title: "Moins d’énergie relevée que la puissance annoncée", text: look },
  meter_unusable: {
    title: "Le compteur dit que ses relevés sont inutilisables",
    text: "Faites contrôler ou remplacer le compteur.",
  },
};
