import { Ajv, type ValidateFunction } from 'ajv';
import { isJsonObject, type JsonObject } from '../json.js';
import { AdminError } from './admin-error.js';
import { ADMIN_SHAPES, FAULT_KINDS, faultShape } from './admin-schemas.js';

/** Reads and checks the bodies of the admin surface. */
export class AdminBody {
  readonly #ajv = new Ajv({ strict: false });
  readonly #compiled = new Map<string, ValidateFunction>();

  /** @throws AdminError where the body is no JSON object. */
  object(text: string): JsonObject {
    let value: unknown;
    try {
      value = text === '' ? {} : JSON.parse(text);
    } catch {
      throw new AdminError('invalid_json', 'The body is not JSON.');
    }
    if (!isJsonObject(value)) throw new AdminError('invalid_body', 'The body must be a JSON object.');
    return value;
  }

  /** @throws AdminError where the body has not the shape of that name. */
  shaped<T>(name: keyof typeof ADMIN_SHAPES, text: string): T {
    return this.#check<T>(name, () => ADMIN_SHAPES[name], this.object(text));
  }

  /** @throws AdminError where the body is no fault. */
  fault<T>(text: string): T {
    const value = this.object(text);
    const kind = value['kind'];
    if (typeof kind !== 'string' || !FAULT_KINDS.includes(kind)) {
      throw new AdminError('invalid_body', `kind must be one of ${FAULT_KINDS.join(', ')}.`, '/kind');
    }
    return this.#check<T>(`fault ${kind}`, () => faultShape(kind), value);
  }

  #check<T>(name: string, schema: () => object, value: JsonObject): T {
    let validate = this.#compiled.get(name);
    if (validate === undefined) {
      validate = this.#ajv.compile(schema());
      this.#compiled.set(name, validate);
    }
    if (validate(value)) return value as T;
    const [error] = validate.errors ?? [];
    const named: unknown = error?.params['missingProperty'] ?? error?.params['additionalProperty'];
    const path = `${error?.instancePath ?? ''}${typeof named === 'string' ? `/${named}` : ''}`;
    throw new AdminError('invalid_body', `${path || 'The body'} ${error?.message ?? 'is not valid'}.`, path);
  }
}
