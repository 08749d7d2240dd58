/** What is asked over HTTP, a part of the table in `expectations.ts`, under the same head. */
export const overHttp = `
POST /auth/guest
  anonymous            409             200                200                400      400      400      400      200
  garbage-token        409             200                200                400      400      400      400      200
  ended-session        409             200                200                400      400      400      400      200
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

POST /auth/sign-in
  anonymous            401             401                401                400      400      400      400      401
  garbage-token        401             401                401                400      400      400      400      401
  ended-session        401             401                401                400      400      400      400      401
  no-seat              409             409                409                409      409      409      409      409
  seat                 409             409                409                409      409      409      409      409
  former               409             409                409                409      409      409      409      409

POST /auth/credentials
  anonymous            401             401                401                401      401      401      401      401
  garbage-token        401             401                401                401      401      401      401      401
  ended-session        401             401                401                401      401      401      401      401
  no-seat              403             403                403                400      400      400      400      400
  seat                 403             403                403                400      400      400      400      400
  former               403             403                403                400      400      400      400      400

GET /sign-in
  anonymous            200             200                200                200      200      200      200      200
  garbage-token        200             200                200                200      200      200      200      200
  ended-session        200             200                200                200      200      200      200      200
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

GET /auth/session
  anonymous            200             200                200                200      200      200      200      200
  garbage-token        200             200                200                200      200      200      200      200
  ended-session        200             200                200                200      200      200      200      200
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

POST /auth/signout
  anonymous            401             401                401                401      401      401      401      401
  garbage-token        401             401                401                401      401      401      401      401
  ended-session        401             401                401                401      401      401      401      401
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

GET /ws
  anonymous            401             401                401                401      401      401      401      401
  garbage-token        401             401                401                401      401      401      401      401
  ended-session        401             401                401                401      401      401      401      401
  no-seat              426             426                426                426      426      426      426      426
  seat                 426             426                426                426      426      426      426      426
  former               426             426                426                426      426      426      426      426

GET /healthz
  anonymous            200             200                200                200      200      200      200      200
  garbage-token        200             200                200                200      200      200      200      200
  ended-session        200             200                200                200      200      200      200      200
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

GET /readyz
  anonymous            200             200                200                200      200      200      200      200
  garbage-token        200             200                200                200      200      200      200      200
  ended-session        200             200                200                200      200      200      200      200
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

GET /metrics
  anonymous            200             200                200                200      200      200      200      200
  garbage-token        404             404                404                404      404      404      404      404
  ended-session        404             404                404                404      404      404      404      404
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

GET /
  anonymous            200             200                200                200      200      200      200      200
  garbage-token        200             200                200                200      200      200      200      200
  ended-session        200             200                200                200      200      200      200      200
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

GET /c/*
  anonymous            200             200                200                200      200      200      200      200
  garbage-token        200             200                200                200      200      200      200      200
  ended-session        200             200                200                200      200      200      200      200
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

GET /owner/*
  anonymous            200             200                200                200      200      200      200      200
  garbage-token        200             200                200                200      200      200      200      200
  ended-session        200             200                200                200      200      200      200      200
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

POST /owner/*
  anonymous            401             401                401                401      401      401      401      401
  garbage-token        401             401                401                401      401      401      401      401
  ended-session        401             401                401                401      401      401      401      401
  no-seat              404             404                404                404      404      404      404      404
  seat                 404             404                404                404      404      404      404      404
  former               404             404                404                404      404      404      404      404

GET /worker.js
  anonymous            200             200                200                200      200      200      200      200
  garbage-token        200             200                200                200      200      200      200      200
  ended-session        200             200                200                200      200      200      200      200
  no-seat              200             200                200                200      200      200      200      200
  seat                 200             200                200                200      200      200      200      200
  former               200             200                200                200      200      200      200      200

GET /assets/*
  anonymous            200             404                404                404      404      404      404      404
  garbage-token        200             404                404                404      404      404      404      404
  ended-session        200             404                404                404      404      404      404      404
  no-seat              200             404                404                404      404      404      404      404
  seat                 200             404                404                404      404      404      404      404
  former               200             404                404                404      404      404      404      404
`
