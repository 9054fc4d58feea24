-- How long prompts are kept where the owner sets nothing: a folder that has orders already keeps them as before.

INSERT INTO fact (name, value)
SELECT 'keep_prompt_days', CASE WHEN EXISTS (SELECT 1 FROM job) THEN '0' ELSE '90' END
 WHERE NOT EXISTS (SELECT 1 FROM fact WHERE name = 'keep_prompt_days');
