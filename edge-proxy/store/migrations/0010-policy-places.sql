-- What a building or a floor decides; the tenant and the rooms stay where they were. A building as a whole has the empty
-- floor, and a floor whose building the catalogue does not know has the empty building.
CREATE TABLE policy_place (
  building TEXT NOT NULL,
  floor TEXT NOT NULL,
  override TEXT NOT NULL,
  PRIMARY KEY (building, floor)
) STRICT;
