/** What only the service sheet says, in all that we speak: in its own chunk, so that no door carries it. */

import { createSay, type SayOf, type TextsOf, type Words } from '../text/messages.ts';

const en = {
  about: 'About this screen',
  tablet: 'Tablet',
  version: 'Version',
  server: 'Server',
  read: 'Calendar read',
  'move-or-off': 'Move it or take it off',
  'for-facilities': 'For facilities',
  how: 'Scan the square with your phone, or type the code at {address}. There you say where this screen goes. Until then nothing changes here.',
  'no-code': 'No code came.',
} as const;

type ServiceTexts = TextsOf<keyof typeof en>;
export type SayService = SayOf<typeof en>;

const de: ServiceTexts = {
  about: 'Über diesen Bildschirm',
  tablet: 'Tablet',
  version: 'Version',
  server: 'Server',
  read: 'Kalender gelesen',
  'move-or-off': 'Umhängen oder abmelden',
  'for-facilities': 'Für die Haustechnik',
  how: 'Scannen Sie das Quadrat mit Ihrem Telefon oder geben Sie den Code auf {address} ein. Dort sagen Sie, wohin dieser Bildschirm kommt. Bis dahin ändert sich hier nichts.',
  'no-code': 'Es kam kein Code.',
};

const fr: ServiceTexts = {
  about: 'À propos de cet écran',
  tablet: 'Tablette',
  version: 'Version',
  server: 'Serveur',
  read: 'Calendrier lu',
  'move-or-off': 'Déplacer ou retirer',
  'for-facilities': 'Pour les services généraux',
  how: 'Scannez le carré avec votre téléphone, ou saisissez le code sur {address}. Vous y direz où va cet écran. D’ici là, rien ne change ici.',
  'no-code': 'Aucun code n’est arrivé.',
};

const es: ServiceTexts = {
  about: 'Acerca de esta pantalla',
  tablet: 'Tableta',
  version: 'Versión',
  server: 'Servidor',
  read: 'Calendario leído',
  'move-or-off': 'Mover o retirar',
  'for-facilities': 'Para mantenimiento',
  how: 'Escanee el cuadrado con su teléfono o escriba el código en {address}. Allí dirá adónde va esta pantalla. Hasta entonces nada cambia aquí.',
  'no-code': 'No llegó ningún código.',
};

const ar: ServiceTexts = {
  about: 'حول هذه الشاشة',
  tablet: 'الجهاز اللوحي',
  version: 'الإصدار',
  server: 'الخادم',
  read: 'قراءة التقويم',
  'move-or-off': 'نقل الشاشة أو فصلها',
  'for-facilities': 'لإدارة المرافق',
  how: 'امسح المربع بهاتفك، أو اكتب الرمز في {address}. هناك تحدد أين تذهب هذه الشاشة. وحتى ذلك الحين لا يتغير شيء هنا.',
  'no-code': 'لم يصل أي رمز.',
};

export const serviceTexts: { readonly [language: string]: ServiceTexts } = { en, de, fr, es, ar };

export function sayService(words: Pick<Words, 'locale' | 'language' | 'direction'>): SayService {
  return createSay<typeof en>(words, serviceTexts[words.language] ?? en);
}
