/** What is wrong with a YAML text. */
export type YamlProblemCode = 'invalid' | 'too-long' | 'too-deep' | 'too-many' | 'key-twice';
