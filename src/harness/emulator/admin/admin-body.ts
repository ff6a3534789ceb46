import { Ajv, type ValidateFunction } from 'ajv';
import { isJsonObject, type JsonObject } from '../json.js';
import type { FaultScript } from '../faults/fault.js';
import type { AdminBodies } from './admin-bodies.js';
import { AdminError } from './admin-error.js';
import { ADMIN_SHAPES } from './admin-schemas.js';
import { FAULT_KINDS, faultShape } from './fault-shapes.js';

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
  shaped<N extends keyof AdminBodies>(name: N, text: string): AdminBodies[N] {
    return this.#check(name, () => ADMIN_SHAPES[name], this.object(text)) as unknown as AdminBodies[N];
  }

  /** @throws AdminError where the body is no fault. */
  fault(text: string): FaultScript {
    const value = this.object(text);
    const kind = value['kind'];
    if (typeof kind !== 'string' || !FAULT_KINDS.includes(kind)) {
      throw new AdminError('invalid_body', `kind must be one of ${FAULT_KINDS.join(', ')}.`, '/kind');
    }
    return this.#check(`fault ${kind}`, () => faultShape(kind), value) as unknown as FaultScript;
  }

  #check(name: string, schema: () => object, value: JsonObject): JsonObject {
    let validate = this.#compiled.get(name);
    if (validate === undefined) {
      validate = this.#ajv.compile(schema());
      this.#compiled.set(name, validate);
    }
    if (validate(value)) return value;
    const [error] = validate.errors ?? [];
    const named: unknown = error?.params['missingProperty'] ?? error?.params['additionalProperty'];
    const path = `${error?.instancePath ?? ''}${typeof named === 'string' ? `/${named}` : ''}`;
    throw new AdminError('invalid_body', `${path || 'The body'} ${error?.message ?? 'is not valid'}.`, path);
  }
}
