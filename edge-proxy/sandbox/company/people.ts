/** Who works at Northwind. Names from many languages, since doors must set them all: long ones, short ones, other scripts. */

import type { OperatorRole } from '../entra/directory.ts';

export const DOMAIN = 'northwind.example';

export type Colleague = {
  displayName: string;
  address: string;
  jobTitle: string;
  /** Role in the facilities console; most have none. */
  role?: OperatorRole;
};

const colleague = (displayName: string, local: string, jobTitle: string, role?: OperatorRole): Colleague => ({
  displayName,
  address: `${local}@${DOMAIN}`,
  jobTitle,
  ...(role !== undefined && { role }),
});

/** The mailbox that organises what is booked at a door. */
export const SERVICE_USER = colleague('Doorlight', 'doorlight', 'Service account');
/** An executive outside the access policy: whoever can read this calendar has been given too much. */
export const CANARY = colleague('Marguerite Lefèvre-Okonkwo', 'marguerite.lefevre', 'Chief Executive Officer');

export const COLLEAGUES: readonly Colleague[] = [
  colleague('Priya Raman', 'priya.raman', 'Facilities manager', 'Operator'),
  colleague('Tomás Ferreira', 'tomas.ferreira', 'IT administrator', 'Admin'),
  colleague('Wiebke Hansen', 'wiebke.hansen', 'Reception', 'Viewer'),
  colleague('Jonas Lindqvist', 'jonas.lindqvist', 'Product designer'),
  colleague('Ana Beatriz Carvalho', 'ana.carvalho', 'Engineering lead'),
  colleague('Yuki Tanaka', 'yuki.tanaka', 'Engineer'),
  colleague('Łukasz Wójcik', 'lukasz.wojcik', 'Engineer'),
  colleague('Nguyễn Thị Minh Khai', 'minhkhai.nguyen', 'Data scientist'),
  colleague('Siobhán Ní Dhomhnaill', 'siobhan.nidhomhnaill', 'Legal counsel'),
  colleague('Kwame Mensah', 'kwame.mensah', 'Sales'),
  colleague('Zeynep Yıldız', 'zeynep.yildiz', 'Customer success'),
  colleague('Jürgen Weiß', 'juergen.weiss', 'Finance'),
  colleague('Elena Papadopoulou', 'elena.papadopoulou', 'People partner'),
  colleague('Samir Haddad', 'samir.haddad', 'Support lead'),
  colleague('李小龙', 'xiaolong.li', 'Hardware engineer'),
  colleague('ليلى منصور', 'layla.mansour', 'Marketing'),
  colleague('Ingrid Bjørnstad', 'ingrid.bjornstad', 'Operations'),
  colleague('Mateo García Fernández', 'mateo.garcia', 'Sales'),
  colleague('Oluwaseun Adeyemi', 'oluwaseun.adeyemi', 'Security engineer'),
  colleague('Chloé Dubois', 'chloe.dubois', 'Product manager'),
  colleague('Karl-Heinz von Bülow-Schwarzenberg', 'karlheinz.vonbuelow', 'Procurement'),
  colleague('Bo Ek', 'bo.ek', 'Engineer'),
  colleague('Марія Коваленко', 'mariia.kovalenko', 'Quality engineer'),
  colleague('Arjun Krishnamurthy', 'arjun.krishnamurthy', 'Solutions architect'),
  colleague('Hanna Virtanen', 'hanna.virtanen', 'Recruiter'),
];
