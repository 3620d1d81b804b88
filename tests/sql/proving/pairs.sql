-- proved: conditions in another order and a constant comparison
SELECT id FROM person WHERE age > 3 AND city = 1;
SELECT id FROM person WHERE city = 1 AND 3 < age AND 1 = 1;

-- proved: integers between two neighbours
SELECT id FROM person WHERE age > 10 AND age < 12;
SELECT id FROM person WHERE age = 11;

-- proved: a join over a foreign key that is not NULL
SELECT s.item FROM sale s JOIN person p ON p.id = s.person;
SELECT item FROM sale;

-- not proved: a join over a nullable foreign key
SELECT p.id FROM person p JOIN city c ON p.city = c.id;
SELECT id FROM person;

-- proved: a join over a nullable foreign key loses the NULLs
SELECT p.id FROM person p JOIN city c ON p.city = c.id;
SELECT id FROM person WHERE city IS NOT NULL;

-- proved: a left join to a key keeps each row once
SELECT p.id FROM person p LEFT JOIN city c ON p.age = c.id;
SELECT id FROM person;

-- not proved: a left join to a column that is no key
SELECT p.id FROM person p LEFT JOIN city c ON p.age = c.size;
SELECT id FROM person;

-- proved: a null-rejecting filter makes an outer join an inner one
SELECT p.id, c.name FROM person p LEFT JOIN city c ON p.city = c.id WHERE c.size > 2;
SELECT p.id, c.name FROM person p JOIN city c ON p.city = c.id WHERE c.size > 2;

-- not proved: a filter that keeps padded rows
SELECT p.id FROM person p LEFT JOIN city c ON p.city = c.id WHERE c.size IS NULL;
SELECT p.id FROM person p JOIN city c ON p.city = c.id WHERE c.size IS NULL;

-- proved: a full join with both sides filtered
SELECT p.id FROM person p FULL JOIN city c ON p.city = c.id WHERE p.age > 1 AND c.size > 1;
SELECT p.id FROM person p JOIN city c ON p.city = c.id WHERE p.age > 1 AND c.size > 1;

-- proved: a disjunction as a union of disjoint cases
SELECT a FROM loose WHERE a = 1 OR b = 2;
SELECT a FROM loose WHERE a = 1 UNION ALL SELECT a FROM loose WHERE b = 2 AND (a <> 1 OR a IS NULL);

-- not proved: cases that overlap
SELECT a FROM loose WHERE a = 1 OR b = 2;
SELECT a FROM loose WHERE a = 1 UNION ALL SELECT a FROM loose WHERE b = 2;

-- not proved: cases that lose the NULLs
SELECT a FROM loose WHERE a = 1 OR b = 2;
SELECT a FROM loose WHERE a = 1 UNION ALL SELECT a FROM loose WHERE b = 2 AND a <> 1;

-- not proved: UNION and UNION ALL
SELECT a FROM loose UNION ALL SELECT b FROM loose;
SELECT a FROM loose UNION SELECT b FROM loose;

-- proved: a union of a table with itself
SELECT a FROM loose UNION SELECT a FROM loose;
SELECT DISTINCT a FROM loose;

-- proved: DISTINCT over a key
SELECT DISTINCT id, age FROM person;
SELECT id, age FROM person;

-- not proved: DISTINCT without the key
SELECT DISTINCT age FROM person;
SELECT age FROM person;

-- not proved: DISTINCT over a key that may be NULL
SELECT DISTINCT code FROM item;
SELECT code FROM item;

-- proved: grouping as DISTINCT, below a join
SELECT c.name FROM city c JOIN (SELECT DISTINCT city FROM person) p ON p.city = c.id;
SELECT c.name FROM city c WHERE EXISTS (SELECT 1 FROM person p WHERE p.city = c.id);

-- not proved: a semi-join as a join
SELECT c.name FROM city c WHERE EXISTS (SELECT 1 FROM person p WHERE p.city = c.id);
SELECT c.name FROM city c JOIN person p ON p.city = c.id;

-- proved: IN over a key as a join
SELECT s.item FROM sale s WHERE s.item IN (SELECT id FROM item WHERE code > 'a');
SELECT s.item FROM sale s JOIN item i ON i.id = s.item WHERE i.code > 'a';

-- not proved: NOT IN a column with NULLs
SELECT id FROM city WHERE id NOT IN (SELECT city FROM person);
SELECT id FROM city c WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.city = c.id);

-- proved: NOT IN a column without NULLs
SELECT id FROM person WHERE id NOT IN (SELECT person FROM sale);
SELECT id FROM person p WHERE NOT EXISTS (SELECT 1 FROM sale s WHERE s.person = p.id);

-- proved: COUNT of a column that is not NULL
SELECT person, COUNT(item) FROM sale GROUP BY person;
SELECT person, COUNT(*) FROM sale GROUP BY person;

-- not proved: COUNT of a nullable column
SELECT city, COUNT(age) FROM person GROUP BY city;
SELECT city, COUNT(*) FROM person GROUP BY city;

-- proved: roll-up of sums, counts and extremes
SELECT a, SUM(b), COUNT(*), MAX(b) FROM loose GROUP BY a;
SELECT a, SUM(s), SUM(n), MAX(m)
  FROM (SELECT a, b, SUM(b) AS s, COUNT(*) AS n, MAX(b) AS m FROM loose GROUP BY a, b) t GROUP BY a;

-- not proved: roll-up of a count by a count
SELECT a, COUNT(*) FROM loose GROUP BY a;
SELECT a, COUNT(n) FROM (SELECT a, b, COUNT(*) AS n FROM loose GROUP BY a, b) t GROUP BY a;

-- not proved: a sum over rows that a join repeats
SELECT p.city, SUM(p.age) FROM person p JOIN sale s ON s.person = p.id GROUP BY p.city;
SELECT p.city, SUM(p.age) FROM person p WHERE EXISTS
  (SELECT 1 FROM sale s WHERE s.person = p.id) GROUP BY p.city;

-- proved: a greatest value over rows that a join repeats
SELECT p.city, MAX(p.age) FROM person p JOIN sale s ON s.person = p.id GROUP BY p.city;
SELECT p.city, MAX(p.age) FROM person p WHERE EXISTS
  (SELECT 1 FROM sale s WHERE s.person = p.id) GROUP BY p.city;

-- proved: groups of one row
SELECT id, SUM(age), COUNT(*) FROM person GROUP BY id;
SELECT id, age, 1 FROM person;

-- not proved: groups of one row with COUNT of a NULL
SELECT id, COUNT(age) FROM person GROUP BY id;
SELECT id, 1 FROM person;

-- not proved: no group of no rows, one row without GROUP BY
SELECT COUNT(*) FROM loose WHERE FALSE;
SELECT COUNT(*) FROM loose WHERE FALSE GROUP BY a;

-- not proved: SUM and its zero
SELECT SUM(a) FROM loose;
SELECT COALESCE(SUM(a), 0) FROM loose;

-- proved: distinct aggregates over DISTINCT
SELECT a, COUNT(DISTINCT b) FROM loose GROUP BY a;
SELECT a, COUNT(b) FROM (SELECT DISTINCT a, b FROM loose) t GROUP BY a;

-- not proved: distinct sums of the wrong groups
SELECT SUM(DISTINCT b) FROM loose;
SELECT SUM(b) FROM (SELECT DISTINCT a, b FROM loose) t;

-- proved: a count over a union
SELECT COUNT(*) FROM (SELECT a FROM loose UNION ALL SELECT b FROM loose) t;
SELECT SUM(n) FROM (SELECT COUNT(*) AS n FROM loose UNION ALL SELECT COUNT(*) FROM loose) t;

-- proved: HAVING on a key as WHERE
SELECT a, COUNT(*) FROM loose GROUP BY a HAVING a > 3;
SELECT a, COUNT(*) FROM loose WHERE a > 3 GROUP BY a;

-- not proved: HAVING on what is not a key
SELECT a, COUNT(*) FROM loose GROUP BY a HAVING MIN(b) > 3;
SELECT a, COUNT(*) FROM loose WHERE b > 3 GROUP BY a;

-- proved: grouping sets as a union
SELECT a, COUNT(*) FROM loose GROUP BY ROLLUP (a);
SELECT a, COUNT(*) FROM loose GROUP BY a UNION ALL SELECT NULL, COUNT(*) FROM loose;

-- proved: EXCEPT of disjoint selections
SELECT id FROM person WHERE age > 3 EXCEPT SELECT id FROM person WHERE age < 2;
SELECT id FROM person WHERE age > 3;

-- not proved: EXCEPT ALL is not EXCEPT
SELECT a FROM loose EXCEPT ALL SELECT b FROM loose;
SELECT a FROM loose EXCEPT SELECT b FROM loose;

-- proved: equal LIMITs of equal bags
SELECT id FROM (SELECT id FROM person WHERE age > 3 ORDER BY id LIMIT 2) t WHERE id > 0;
SELECT id FROM (SELECT id FROM person WHERE 3 < age ORDER BY id LIMIT 2) t WHERE 0 < id;

-- not proved: another LIMIT
SELECT id FROM person ORDER BY id LIMIT 2;
SELECT id FROM person ORDER BY id LIMIT 3;

-- not proved: another order
SELECT id FROM person ORDER BY age LIMIT 2;
SELECT id FROM person ORDER BY age DESC LIMIT 2;

-- not proved: a column that is not a key in a self-join
SELECT p.id FROM person p JOIN person q ON p.age = q.age;
SELECT id FROM person WHERE age IS NOT NULL;

-- proved: a self-join on the key
SELECT p.age FROM person p JOIN person q ON p.id = q.id;
SELECT age FROM person;

-- not proved: a self-join of a table without a key
SELECT x.a FROM loose x JOIN loose y ON x.a = y.a AND x.b = y.b;
SELECT a FROM loose WHERE a IS NOT NULL AND b IS NOT NULL;
