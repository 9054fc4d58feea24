-- Old limits as sentences of their servers, and what strangers' servers and direct messages spend by hour.

DROP INDEX spending_guilds;
DROP INDEX spending_direct;
CREATE INDEX spending_guilds ON spending(scope, hour, guild_id, model, amount) WHERE scope = 'guild' AND guild_id <> 0;
CREATE INDEX spending_direct ON spending(scope, guild_id, hour, target_id, model, amount)
    WHERE scope = 'user' AND guild_id = 0;

-- Nothing gets laxer: a value beyond what a sentence can say becomes the most that it can.
INSERT INTO guild_setting (guild_id, section, body, rev)
SELECT guild_id, 'rules', json_object('all', json_group_array(json(sentence))), 1
  FROM (SELECT guild_id,
               json_object('scope', CASE scope WHEN 'guild_total' THEN 'server' WHEN 'everyone' THEN 'everybody'
                                               WHEN 'user' THEN 'member' ELSE scope END,
                           'target_id', CASE WHEN scope IN ('role', 'user') THEN target_id ELSE 0 END,
                           'credits', CASE WHEN credits > 1000000 THEN 1000000 ELSE credits END,
                           'period_s', CASE WHEN period_s > 316224000 THEN 316224000 ELSE period_s END,
                           'counted', model) AS sentence
          FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY guild_id ORDER BY id) AS place FROM quota_rule
                 WHERE (scope NOT IN ('role', 'user') OR target_id > 0) AND length(model) BETWEEN 1 AND 50) AS rule
         WHERE place <= 50 ORDER BY guild_id, place) AS rule
 GROUP BY guild_id
    ON CONFLICT (guild_id, section) DO NOTHING;
