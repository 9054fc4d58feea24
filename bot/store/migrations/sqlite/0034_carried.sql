-- Limits that no version had a command for: 0024 carried them into their servers' rules.

DROP TABLE quota_rule;
